// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "tests/architecture/tree.hpp"

namespace rapport::architecture {

/// A rule that is broken, where, and what would be right.
struct Finding {
    std::string path;
    std::size_t line;  ///< 0: the file or folder as a whole
    std::string message;

    bool operator==(const Finding&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Finding& finding);

/// Includes that lead from one area of the project to another that it may not know.
std::vector<Finding> includes(const Tree& tree);

/// Folders with source files, down to two levels, without a README.md that starts with a heading.
std::vector<Finding> readmes(const Tree& tree);

/// Types that headers define for others without saying what they are for.
std::vector<Finding> documentation(const Tree& tree);

/// Source files that do not say under which licence they are.
std::vector<Finding> licences(const Tree& tree);

/// Names at the top level that do not belong there.
std::vector<Finding> top_level(const Tree& tree);

}  // namespace rapport::architecture
