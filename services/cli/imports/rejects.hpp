// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "services/kit/csv/csv.hpp"

namespace rapport::cli::imports {

/// The file of rows that were not taken: line, reason, and the row as it stood. Made with the first of them, for its
/// owner alone to read, since it holds what the rows held.
class Rejects {
public:
    explicit Rejects(std::filesystem::path path) : path_(std::move(path)) {}
    /// Error(failed_precondition) if the file cannot be written.
    void add(std::size_t line, const std::string& reason, const std::string& raw);
    std::size_t size() const { return size_; }
    const std::filesystem::path& path() const { return path_; }

private:
    void create();

    std::filesystem::path path_;
    std::ofstream file_;
    std::size_t size_ = 0;
};

}  // namespace rapport::cli::imports
