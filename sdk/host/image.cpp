// SPDX-License-Identifier: MIT
#include "sdk/host/image.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sdk/include/rapport/plugin.h"

namespace rapport::sdk {
namespace {

using Kind = PluginError::Kind;

constexpr off_t max_size = off_t{256} << 20;

std::string reason() { return std::strerror(errno); }

void refuse_if_writable_by_others(const struct stat& what, const std::string& name) {
    const bool anyone = what.st_mode & S_IWOTH && !(what.st_mode & S_ISVTX);
    const bool group = what.st_mode & S_IWGRP && what.st_gid != ::getegid();
    if (anyone || group)
        throw PluginError(Kind::untrusted,
                          name + " may be written by others; take that away (chmod go-w " + name + ")");
}

Fd open_trusted(const std::filesystem::path& path) {
    Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat what {};
    if (!file || ::fstat(file.get(), &what) != 0)
        throw PluginError(Kind::file, path.string() + " cannot be read: " + reason());
    if (!S_ISREG(what.st_mode)) throw PluginError(Kind::file, path.string() + " is not a file");
    if (what.st_size > max_size)
        throw PluginError(Kind::file, path.string() + " is larger than 256 MiB: strip its debug information");
    refuse_if_writable_by_others(what, path.string());
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    if (::stat(folder.c_str(), &what) != 0)
        throw PluginError(Kind::file, folder.string() + " cannot be read: " + reason());
    refuse_if_writable_by_others(what, folder.string());
    return file;
}

/// A copy in memory that nobody can change any more.
Fd sealed_copy(const Fd& file, const PluginSpec& spec) {
    Fd copy{::memfd_create(spec.id.substr(0, 200).c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    std::vector<char> block(std::size_t{1} << 18);
    off_t total = 0;
    while (copy) {
        const auto got = ::read(file.get(), block.data(), block.size());
        if (got == 0) break;
        if (got < 0 || (total += got) > max_size ||
            ::write(copy.get(), block.data(), static_cast<std::size_t>(got)) != got)
            throw PluginError(Kind::file, spec.file.string() + " cannot be copied: " + reason());
    }
    if (!copy || ::fcntl(copy.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        throw PluginError(Kind::host, "a plugin cannot be copied into memory: " + reason());
    return copy;
}

class Mapping {
public:
    explicit Mapping(const Fd& file) {
        struct stat what {};
        if (::fstat(file.get(), &what) != 0) return;
        size_ = static_cast<std::size_t>(what.st_size);
        if (size_ > 0) data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
        if (data_ == MAP_FAILED) throw PluginError(Kind::host, "a plugin cannot be mapped: " + reason());
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (data_) ::munmap(data_, size_);
    }
    std::span<const std::byte> bytes() const { return {static_cast<const std::byte*>(data_), data_ ? size_ : 0}; }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

void check_hash(const PluginSpec& spec, const std::string& found) {
    std::string wanted = spec.sha256;
    std::ranges::transform(wanted, wanted.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    if (!wanted.empty() && wanted != found)
        throw PluginError(Kind::untrusted, spec.file.string() + " has SHA-256 " + found + ", the configuration says " +
                                               wanted + "; install the right file or correct the configuration");
}

std::string sanitizer_of_this_program() {
    return Note{.id = {}, .version = {}, .toolchain = RAPPORT_TOOLCHAIN}.sanitizer();
}

std::string kind_name(std::uint32_t kind) {
    if (kind == RAPPORT_KIND_RULE) return "a rule";
    return kind == RAPPORT_KIND_CHANNEL ? "a channel" : "of an unknown kind";
}

void check_note(const PluginSpec& spec, const Note& note, std::uint32_t kind) {
    const auto file = spec.file.string();
    const auto version = [](std::uint32_t major, std::uint32_t minor) {
        return std::to_string(major) + "." + std::to_string(minor);
    };
    if (note.abi_major != RAPPORT_ABI_MAJOR || note.abi_minor > RAPPORT_ABI_MINOR)
        throw PluginError(Kind::abi, file + " is built against plugin ABI " + version(note.abi_major, note.abi_minor) +
                                         ", this host has " + version(RAPPORT_ABI_MAJOR, RAPPORT_ABI_MINOR) +
                                         (note.abi_major >= RAPPORT_ABI_MAJOR
                                              ? "; update Rapport, or build the plugin with this version's SDK"
                                              : "; build the plugin again with this version's SDK"));
    if (!spec.id.empty() && note.id != spec.id)
        throw PluginError(Kind::kind, file + " is the plugin '" + note.id + "', the configuration names '" + spec.id +
                                          "'; correct one of them");
    if (kind != 0 && note.kind != kind)
        throw PluginError(Kind::kind,
                          file + " is " + kind_name(note.kind) + "; " + kind_name(kind) + " is needed here");
    if (note.sanitizer() != sanitizer_of_this_program() && !note.sanitizer().empty())
        throw PluginError(
            Kind::sanitizer,
            file + " is built with the " + note.sanitizer() +
                " sanitizer, which would end this host; build it without, or run it in a host built alike");
}

Note note_of(const PluginSpec& spec, std::span<const std::byte> bytes) try {
    if (auto note = read_note(bytes)) return *note;
    throw PluginError(Kind::no_note,
                      spec.file.string() +
                          " carries no plugin note (.note.rapport): it is no Rapport plugin, or its build dropped "
                          "the note; end the source with RAPPORT_RULE or RAPPORT_CHANNEL");
} catch (const NoteError& error) {
    throw PluginError(Kind::file, spec.file.string() + " " + error.what() + "; install the file again");
}

}  // namespace

std::string Image::path_for_good() && { return "/proc/self/fd/" + std::to_string(copy.release()); }

std::string hash_of(std::string_view bytes) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    char text[2 * sizeof hash + 1];
    return sodium_bin2hex(text, sizeof text, hash, sizeof hash);
}

Image take_image(const PluginSpec& spec, std::uint32_t kind) {
    const auto file = open_trusted(spec.file);
    struct stat what {};
    if (::fstat(file.get(), &what) != 0)
        throw PluginError(Kind::file, spec.file.string() + " cannot be read: " + reason());
    Image image{.copy = sealed_copy(file, spec), .file = state_of(what), .sha256 = {}, .note = {}};
    const Mapping mapping(image.copy);
    const auto bytes = mapping.bytes();
    image.sha256 = hash_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    check_hash(spec, image.sha256);
    image.note = note_of(spec, mapping.bytes());
    check_note(spec, image.note, kind);
    return image;
}

std::optional<std::vector<Export>> exports_of(const Image& image) try {
    return read_exports(Mapping(image.copy).bytes());
} catch (const NoteError&) {
    return std::nullopt;  // its note was sound: a table that only this reader looks at is not
}

void refuse_shared_symbols(const PluginSpec& spec, const Image& image) {
    for (const auto& each : exports_of(image).value_or(std::vector<Export>{}))
        if (each.unique)
            throw PluginError(Kind::load,
                              spec.file.string() + " exports '" + each.name +
                                  "', which every plugin in this process would share; run it in a child, or "
                                  "build it with rapport_add_plugin()");
}

}  // namespace rapport::sdk
