package org.idwiseroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a folder of routes, however it is put there. */
class FolderFilesTest {

  @TempDir private Path place;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectories(place.resolve("folder/jira")).getParent();
    Files.writeString(folder.resolve("crm.camel.yaml"), "");
    Files.writeString(folder.resolve("jira/jira.camel.yaml"), "");
  }

  @Test
  void foldersAreLookedInto() throws IOException {
    assertThat(names(folder)).containsExactly("crm.camel.yaml", "jira/jira.camel.yaml");
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(place.resolve("link"), folder);
    assertThat(names(link)).containsExactly("crm.camel.yaml", "jira/jira.camel.yaml");
  }

  /** A backup or a dump would take more memory than a node has. */
  @Test
  void aLargeFileIsNamedAndNotRead() throws IOException {
    try (RandomAccessFile large =
        new RandomAccessFile(folder.resolve("jira/core.4711").toFile(), "rw")) {
      large.setLength(5L << 20);
    }
    RoutesSnapshot read = RoutesSnapshot.read(folder);
    assertThat(read.routes()).containsOnlyKeys("crm.camel.yaml", "jira/jira.camel.yaml");
    assertThat(read.unreadable()).containsOnlyKeys("jira/core.4711");
    assertThat(read.unreadable().get("jira/core.4711")).contains("move it out of the folder");
  }

  /** As Kubernetes mounts a ConfigMap or a projected volume: links through ..data. */
  @Test
  void aMountedConfigMapIsReadOnce() throws IOException {
    Path mount = Files.createDirectories(place.resolve("mount"));
    Files.move(folder, mount.resolve("..2026_11_28"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_28"));
    Files.createSymbolicLink(mount.resolve("crm.camel.yaml"), Path.of("..data/crm.camel.yaml"));
    Files.createSymbolicLink(mount.resolve("jira"), Path.of("..data/jira"));
    assertThat(names(mount)).containsExactly("crm.camel.yaml", "jira/jira.camel.yaml");
  }

  @Test
  void aLinkThatLeadsBackEndsNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("jira/again"), folder);
    Files.createSymbolicLink(folder.resolve("jira/nowhere"), place.resolve("nowhere"));
    assertThat(names(folder)).containsExactly("crm.camel.yaml", "jira/jira.camel.yaml");
  }

  @Test
  void whatAnEditorKeepsBesideAFileIsLeftOut() throws IOException {
    for (String kept : List.of(".crm.camel.yaml.swp", "crm.camel.yaml~", "#crm.camel.yaml#")) {
      Files.writeString(folder.resolve(kept), "");
    }
    assertThat(names(folder)).containsExactly("crm.camel.yaml", "jira/jira.camel.yaml");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> FolderFiles.in(place.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static List<String> names(Path folder) throws IOException {
    return FolderFiles.in(folder).stream().map(file -> FolderFiles.name(folder, file)).toList();
  }
}
