// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "services/kit/csv/csv.hpp"

namespace rapport::cli::imports {

/// The file of rows that were not taken: line, reason, and the row as it stood. Made with the first of them, for its
/// owner alone to read, since it holds what the rows held. Without a path nothing is made: the first lines and reasons
/// are remembered.
class Rejects {
public:
    static constexpr std::size_t remembered = 20;

    explicit Rejects(std::filesystem::path path = {}) : path_(std::move(path)) {}
    /// Error(failed_precondition) if the file cannot be written.
    void add(std::size_t line, const std::string& reason, const std::string& raw);
    std::size_t size() const { return size_; }
    const std::filesystem::path& path() const { return path_; }
    /// `line 7: a subject is missing`, where there is no file.
    const std::vector<std::string>& first() const { return first_; }

private:
    void create();

    std::filesystem::path path_;
    std::ofstream file_;
    std::vector<std::string> first_;
    std::size_t size_ = 0;
};

}  // namespace rapport::cli::imports
