// SPDX-License-Identifier: MIT
#include "tests/architecture/tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <string_view>

namespace rapport::architecture {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view licence = "SPDX-License-Identifier: MIT";

bool skipped(const fs::path& folder) {
    const auto name = folder.filename().string();
    return name == "build" || name == "node_modules" || name == "__pycache__" ||
           (name.starts_with('.') && name != ".ci");
}

bool is_source(const fs::path& path, std::string_view first_line) {
    constexpr std::array extensions{".cpp", ".hpp", ".h", ".c", ".py", ".sh", ".sql", ".cmake", ".js", ".ts"};
    return std::ranges::find(extensions, path.extension()) != extensions.end() || path.filename() == "CMakeLists.txt" ||
           first_line.starts_with("#!");
}

std::string_view without_blanks(std::string_view text) {
    const auto start = text.find_first_not_of(" \t");
    return start == text.npos ? std::string_view{} : text.substr(start);
}

/// What a line includes, if it does. Lines of a multi-line comment are taken as well: nobody leaves an include there.
std::optional<std::string> included(std::string_view line) {
    line = without_blanks(line);
    if (!line.starts_with('#')) return std::nullopt;
    line = without_blanks(line.substr(1));
    if (!line.starts_with("include")) return std::nullopt;
    line = without_blanks(line.substr(7));
    if (line.empty() || (line[0] != '"' && line[0] != '<')) return std::nullopt;
    const auto end = line.find(line[0] == '"' ? '"' : '>', 1);
    if (end == line.npos) return std::nullopt;
    return std::string(line.substr(1, end - 1));
}

File read_file(const fs::path& root, const fs::path& path) {
    File file{.path = path.lexically_relative(root).generic_string()};
    std::ifstream in(path);
    if (!in) throw fs::filesystem_error("cannot read", path, std::error_code(errno, std::generic_category()));
    std::string line, header;
    const bool is_header = path.extension() == ".hpp";
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (is_header) header.append(line).append("\n");
        if (number == 1) {
            file.source = is_source(path, line);
            file.heading = line;
            if (!file.source) return file;
        }
        if (number <= 2 && line.find(licence) != line.npos)
            file.licensed = number == 1 || file.heading.starts_with("#!");
        if (auto target = included(line)) file.includes.push_back({number, std::move(*target)});
    }
    file.types = public_types(header);
    if (file.heading.empty()) file.source = is_source(path, {});
    return file;
}

}  // namespace

Tree read_tree(const fs::path& root) {
    Tree tree;
    for (const auto& entry : fs::directory_iterator(root)) {
        if (entry.path().filename() != "build") tree.top.push_back(entry.path().filename().string());
    }
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
        if (at->is_directory() && skipped(at->path())) at.disable_recursion_pending();
        if (at->is_regular_file()) tree.files.push_back(read_file(root, at->path()));
    }
    std::ranges::sort(tree.top);
    std::ranges::sort(tree.files, {}, &File::path);
    return tree;
}

}  // namespace rapport::architecture
