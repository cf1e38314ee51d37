package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What an operator can set, in the node's configuration file under {@code plugins}. In a method's
 * name two underscores stand for one in the file, and one for a dot.
 */
@ObjectClassDefinition(
    id = PeerFileConfig.PID,
    name = "Peers in a file",
    description = "Finds peers in a file with one address a line")
@SuppressWarnings("MemberName")
@interface PeerFileConfig {
  /** The name under {@code plugins}. */
  String PID = "${package}";

  /** Where the file is. */
  @AttributeDefinition(
      name = "File",
      description = "The file; when the path is relative, in the node's data directory")
  String file() default "peers.txt";

  /** How often to look, in seconds. */
  @AttributeDefinition(
      name = "Period",
      description = "Seconds between two looks at the file",
      min = "1",
      max = "3600")
  int period__seconds() default 5;

  /** The node's own setting {@code data_path}, at the top of the file. */
  @AttributeDefinition(name = "Data directory", description = "The node's data directory")
  String node_data__path() default "data";
}
