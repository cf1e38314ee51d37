package io.tessera.testing.itests;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles within this JVM, with the libraries of the tests. */
final class Javac {
  private Javac() {}

  /** All Java files below some folders; gives the folder of the classes back. */
  static Path compile(Collection<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options = new ArrayList<>(List.of("--release", "21", "-proc:none", "-nowarn"));
    options.addAll(List.of("-cp", Paths.classPath(), "-d", classes.toString()));
    Files.createDirectories(classes);
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files(sources));
      if (!compiler.getTask(said, manager, null, options, null, units).call()) {
        throw new IOException(sources + " do not compile:\n" + said);
      }
    }
    return classes;
  }

  private static List<Path> files(Collection<Path> sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : sources) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }
}
