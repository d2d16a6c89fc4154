// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/architecture/types.hpp"

namespace rapport::architecture {

/// One `#include` as written, without its quotes or brackets.
struct Include {
    std::size_t line;
    std::string path;
};

/// A file of the project. Only of source files is more read than the path.
struct File {
    std::string path;  ///< from the root, with `/`
    bool source = false;
    bool licensed = false;
    std::string heading;  ///< of a README.md: its first line
    std::vector<Include> includes;
    std::vector<PublicType> types;  ///< of a header (.hpp)
};

/// What a checkout holds, whether or not git tracks it; `build`, `node_modules` and folders that start with a dot are
/// not looked into.
struct Tree {
    std::vector<File> files;
    std::vector<std::string> top;  ///< names at the top level, without `build`
};

/// Throws std::filesystem::filesystem_error when something in there cannot be read.
Tree read_tree(const std::filesystem::path& root);

}  // namespace rapport::architecture
