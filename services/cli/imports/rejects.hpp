// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/kit/csv/csv.hpp"

namespace rapport::cli::imports {

/// The file of rows that were not taken, to be mended and imported again: the columns of the file they come from, with
/// line and reason before them; what could not be read as columns stands in one of its own. Made with the first of
/// them, for its owner alone to read, since it holds what the rows held. Without a path nothing is made: the first
/// lines and reasons are remembered.
class Rejects {
public:
    static constexpr std::size_t remembered = 20;
    static constexpr std::string_view line_column = "rejected.line", reason_column = "rejected.reason",
                                      row_column = "rejected.row";
    /// Whether a column is of such a file itself, and no field's.
    static bool is_own_column(std::string_view name);

    explicit Rejects(const kit::CsvReader& file, std::filesystem::path path = {});
    /// `raw` as the file has it. Error(failed_precondition) if the file of rejects cannot be written.
    void add(std::size_t line, const std::string& reason, const std::string& raw);
    std::size_t size() const { return size_; }
    const std::filesystem::path& path() const { return path_; }
    /// `line 7: a subject is missing`, where there is no file.
    const std::vector<std::string>& first() const { return first_; }

private:
    void create();
    std::vector<std::string> cells_of(const std::string& raw) const;

    std::vector<std::string> columns_;
    char separator_;
    std::filesystem::path path_;
    std::ofstream file_;
    std::vector<std::string> first_;
    std::size_t size_ = 0;
};

}  // namespace rapport::cli::imports
