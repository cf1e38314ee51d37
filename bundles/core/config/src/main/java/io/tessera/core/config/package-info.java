/**
 * The node's one configuration file. Each component declares in its metatype which key it reads;
 * from the metatypes of the installed bundles this bundle knows every key, checks the whole file,
 * and hands each component its slice through Configuration Admin.
 *
 * <pre>
 *   attribute id                 key in the file
 *   network_config.x             network_config.x
 *   node.x                       x, at the top
 *   anything else, say y         plugins.&lt;pid&gt;.y
 * </pre>
 *
 * <p>A component is configured when its bundle is installed, {@code plugins.<pid>.enabled} is not
 * false, and the node runs in a mode that has use for it (a node that only imports opens no
 * socket). A mistake in the file ends a node that starts; a node that runs keeps its last good
 * configuration.
 */
package io.tessera.core.config;
