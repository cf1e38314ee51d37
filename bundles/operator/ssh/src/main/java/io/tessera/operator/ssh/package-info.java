/** Remote shell over SSH. */
package io.tessera.operator.ssh;
