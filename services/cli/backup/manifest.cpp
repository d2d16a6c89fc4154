// SPDX-License-Identifier: MIT
#include "services/cli/backup/manifest.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <tuple>

#include "bus/base/codec.hpp"
#include "services/cli/backup/checksum.hpp"

namespace rapport::cli::backup {
namespace {

namespace fs = std::filesystem;

constexpr auto manifest_file = "manifest.json";

std::tuple<int, int, int> version_from(const std::string& text) {
    int major = 0, minor = 0, patch = 0;
    std::sscanf(text.c_str(), "%d.%d.%d", &major, &minor, &patch);
    return {major, minor, patch};
}

}  // namespace

SavedFile saved_file(const fs::path& backup, const fs::path& path) {
    return {.path = path.lexically_relative(backup).generic_string(),
            .sha256 = sha256_of(path),
            .bytes = static_cast<std::int64_t>(fs::file_size(path))};
}

void write_manifest(const fs::path& backup, const Manifest& manifest) {
    const auto file = backup / manifest_file;
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << to_pretty_json(encode(manifest)) << '\n';
    out.close();
    if (!out) throw Error(Code::failed_precondition, "cannot write " + file.string());
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

Manifest read_manifest(const fs::path& backup, const std::string& own_version) {
    const auto file = backup / manifest_file;
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        const bool partial = backup.extension() == ".partial";
        throw Error(Code::not_found, backup.string() + (partial ? " was never finished: it is no backup"
                                                                : " is no backup: it has no manifest.json"));
    }
    const std::string json(std::istreambuf_iterator<char>(in), {});
    Manifest manifest;
    try {
        manifest = decode<Manifest>(from_json(json));
    } catch (const Error& error) {
        throw Error(Code::failed_precondition, file.string() + " is damaged: " + error.message());
    }
    if (manifest.format != 1 || version_from(manifest.version) > version_from(own_version))
        throw Error(Code::failed_precondition, fmt::format("{} was made by version {}: upgrade this program ({}) first",
                                                           backup.string(), manifest.version, own_version));
    return manifest;
}

void check_file(const fs::path& backup, const SavedFile& saved) {
    const auto file = backup / saved.path;
    if (!fs::is_regular_file(file))
        throw Error(Code::failed_precondition, file.string() + " is missing from the backup");
    const auto bytes = static_cast<std::int64_t>(fs::file_size(file));
    if (bytes != saved.bytes)
        throw Error(Code::failed_precondition,
                    fmt::format("{} is damaged: it has {} bytes, and had {} when it was made", file.string(), bytes,
                                saved.bytes));
    if (sha256_of(file) != saved.sha256)
        throw Error(Code::failed_precondition, file.string() + " is damaged: its SHA-256 is not that of the manifest");
}

}  // namespace rapport::cli::backup
