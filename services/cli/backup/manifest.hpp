// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "services/kit/backup/inventory.hpp"

namespace rapport::cli::backup {

/// A file of the backup, by its path within it.
struct SavedFile {
    std::string path, sha256;
    std::int64_t bytes = 0;
    static constexpr auto fields = describe(Field{"path", &SavedFile::path, "within the backup"},
                                            Field{"sha256", &SavedFile::sha256, "of its content", length(64, 64)},
                                            Field{"bytes", &SavedFile::bytes, "its size"});
};

/// One service's store in a backup: its file, and what was in it.
struct SavedStore {
    std::string service, engine;
    SavedFile file;
    kit::Inventory inventory;
    std::int64_t took_ms = 0;
    static constexpr auto fields = describe(Field{"service", &SavedStore::service, "whose store"},
                                            Field{"engine", &SavedStore::engine, "sqlite or postgresql"},
                                            Field{"file", &SavedStore::file, "the copy"},
                                            Field{"inventory", &SavedStore::inventory, "what it holds"},
                                            Field{"took_ms", &SavedStore::took_ms, "to copy and to check"});
};

/// What a backup says of itself, in `manifest.json`.
struct Manifest {
    std::int64_t format = 1;
    std::string version;  ///< of the program that made it
    Instant made;
    std::vector<SavedStore> stores;
    std::vector<SavedFile> files;  ///< beside the stores: configuration and keys
    static constexpr auto fields =
        describe(Field{"format", &Manifest::format, "of the backup: 1"},
                 Field{"version", &Manifest::version, "of the program that made it"},
                 Field{"made", &Manifest::made, "when"}, Field{"stores", &Manifest::stores, "one a service"},
                 Field{"files", &Manifest::files, "configuration and keys"});
};

/// That file as it is now.
SavedFile saved_file(const std::filesystem::path& backup, const std::filesystem::path& path);
void write_manifest(const std::filesystem::path& backup, const Manifest& manifest);
/// Error: not_found where there is no backup, failed_precondition for one that cannot be read or that a newer version
/// made.
Manifest read_manifest(const std::filesystem::path& backup, const std::string& own_version);
/// Error(failed_precondition) that names the first file that is missing or not what it was.
void check_file(const std::filesystem::path& backup, const SavedFile& file);

}  // namespace rapport::cli::backup
