/** See {@link org.apache.logging.log4j}. */
package org.apache.logging.log4j.util;
