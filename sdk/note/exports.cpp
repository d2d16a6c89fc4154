// SPDX-License-Identifier: MIT
#include "sdk/note/exports.hpp"

#include <algorithm>

#include "sdk/note/elf.hpp"

namespace rapport::sdk {
namespace {

constexpr std::size_t max_exports = 100'000, max_name = 4096;

std::string name_at(Bytes names, std::uint32_t offset) {
    const auto rest = slice(names, offset, names.size() - std::min<std::size_t>(offset, names.size()));
    const auto end = std::ranges::find(rest.first(std::min(rest.size(), max_name)), std::byte{0});
    return {reinterpret_cast<const char*>(rest.data()), static_cast<std::size_t>(end - rest.begin())};
}

bool exported(const Elf64_Sym& symbol) {
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    return symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS && binding != STB_LOCAL &&
           (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

std::vector<Export> exports_in(Bytes symbols, Bytes names) {
    std::vector<Export> found;
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= symbols.size() && found.size() < max_exports;
         at += sizeof(Elf64_Sym)) {
        const auto symbol = read<Elf64_Sym>(symbols, at);
        if (exported(symbol))
            found.push_back({name_at(names, symbol.st_name), ELF64_ST_BIND(symbol.st_info) == STB_GNU_UNIQUE});
    }
    return found;
}

}  // namespace

std::optional<std::vector<Export>> read_exports(Bytes file) {
    const auto header = header_of(file);
    if (header.e_shnum == 0) return std::nullopt;
    if (header.e_shentsize != sizeof(Elf64_Shdr)) throw NoteError("has a section header table that no linker writes");
    const auto table = slice(file, header.e_shoff, std::uint64_t{header.e_shnum} * sizeof(Elf64_Shdr));
    const auto section = [&](std::uint64_t i) { return read<Elf64_Shdr>(table, i * sizeof(Elf64_Shdr)); };
    for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
        const auto symbols = section(i);
        if (symbols.sh_type != SHT_DYNSYM) continue;
        const auto names = section(symbols.sh_link);
        return exports_in(slice(file, symbols.sh_offset, symbols.sh_size), slice(file, names.sh_offset, names.sh_size));
    }
    return std::nullopt;
}

}  // namespace rapport::sdk
