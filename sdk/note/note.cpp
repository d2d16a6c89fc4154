// SPDX-License-Identifier: MIT
#include "sdk/note/note.hpp"

#include <algorithm>
#include <string_view>

#include "sdk/note/elf.hpp"

namespace rapport::sdk {
namespace {

constexpr std::string_view owner{"rapport\0", 8};
constexpr std::size_t max_segments = 256, max_notes = 256, max_text = 256;

#if defined(__x86_64__)
constexpr Elf64_Half this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half this_machine = EM_AARCH64;
#else
#error "name this machine's EM_ constant here"
#endif

/// The next terminated text of `rest`, which moves past it.
std::string take_text(Bytes& rest) {
    const auto end = std::ranges::find(rest, std::byte{0});
    const auto size = static_cast<std::size_t>(end - rest.begin());
    if (end == rest.end() || size > max_text) throw NoteError("has a malformed plugin note: a text in it does not end");
    std::string text(reinterpret_cast<const char*>(rest.data()), size);
    if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c > 0x7e; }))
        throw NoteError("has a malformed plugin note: a text in it is not plain ASCII");
    rest = rest.subspan(size + 1);
    return text;
}

Note parse(Bytes body) {
    if (body.size() < 3 * sizeof(std::uint32_t)) throw NoteError("has a malformed plugin note: it is too short");
    Note note{.abi_major = read<std::uint32_t>(body, 0),
              .abi_minor = read<std::uint32_t>(body, 4),
              .kind = read<std::uint32_t>(body, 8),
              .id = {},
              .version = {},
              .toolchain = {}};
    auto rest = body.subspan(3 * sizeof(std::uint32_t));
    note.id = take_text(rest);
    note.version = take_text(rest);
    note.toolchain = take_text(rest);
    return note;
}

std::optional<Note> find_in(Bytes segment, std::uint64_t alignment) {
    const auto padded = [&](std::uint64_t size) { return (size + alignment - 1) / alignment * alignment; };
    for (std::size_t seen = 0; seen < max_notes && segment.size() >= sizeof(Elf64_Nhdr); ++seen) {
        const auto header = read<Elf64_Nhdr>(segment, 0);
        const auto body_at = padded(sizeof header + std::uint64_t{header.n_namesz});
        const auto name = slice(segment, sizeof header, header.n_namesz);
        const auto body = slice(segment, body_at, header.n_descsz);
        if (header.n_type == 1 && name.size() == owner.size() &&
            std::memcmp(name.data(), owner.data(), owner.size()) == 0)
            return parse(body);
        segment = segment.subspan(std::min<std::uint64_t>(segment.size(), body_at + padded(header.n_descsz)));
    }
    return std::nullopt;
}

}  // namespace

Bytes slice(Bytes from, std::uint64_t offset, std::uint64_t size) {
    if (offset > from.size() || size > from.size() - offset)
        throw NoteError("is cut off: it names bytes beyond its end");
    return from.subspan(offset, size);
}

Elf64_Ehdr header_of(Bytes file) {
    if (file.size() < sizeof(Elf64_Ehdr) || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
        throw NoteError("is not an ELF file");
    const auto header = read<Elf64_Ehdr>(file, 0);
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != this_machine)
        throw NoteError("is built for another kind of machine");
    if (header.e_type != ET_DYN) throw NoteError("is not a shared library");
    if (header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum > max_segments)
        throw NoteError("has a program header table that no linker writes");
    return header;
}

std::string Note::sanitizer() const {
    constexpr std::string_view mark = "sanitizer=";
    const auto at = toolchain.find(mark);
    return at == std::string::npos ? std::string{} : toolchain.substr(at + mark.size());
}

std::optional<Note> read_note(Bytes file) {
    const auto header = header_of(file);
    const auto table = slice(file, header.e_phoff, std::uint64_t{header.e_phnum} * sizeof(Elf64_Phdr));
    std::optional<Note> note;
    for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
        const auto segment = read<Elf64_Phdr>(table, i * sizeof(Elf64_Phdr));
        if (segment.p_type != PT_NOTE && segment.p_type != PT_LOAD) continue;
        // What is loaded must be there too: touching a mapped page beyond the file's end would end the process.
        const auto bytes = slice(file, segment.p_offset, segment.p_filesz);
        if (segment.p_type == PT_NOTE && !note) note = find_in(bytes, segment.p_align == 8 ? 8 : 4);
    }
    return note;
}

}  // namespace rapport::sdk
