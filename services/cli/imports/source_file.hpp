// SPDX-License-Identifier: MIT
#pragma once
#include <fstream>

#include "services/cli/imports/kind.hpp"

namespace rapport::cli::imports {

/// What a person says of a file, and its mapping may say as well: the person is believed.
struct Reading {
    std::string file, separator, encoding;
    MappingFile how;
};

/// A file that is imported.
class SourceFile {
public:
    /// invalid_argument for a file that cannot be read, or not as it is said to be.
    explicit SourceFile(const Reading& reading);
    kit::CsvReader& rows() { return rows_; }
    /// What it is read as: `read as UTF-8, separator semicolon`.
    std::string read_as() const;

private:
    std::ifstream stream_;
    kit::CsvReader rows_;
};

}  // namespace rapport::cli::imports
