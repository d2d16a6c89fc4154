// SPDX-License-Identifier: MIT
#include "services/cli/imports/rejects.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport::cli::imports {

namespace {

/// By which a spreadsheet knows that the file is UTF-8.
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

[[noreturn]] void cannot_write(const std::filesystem::path& path) {
    throw Error(Code::failed_precondition,
                "cannot write " + path.string() + ": " + std::generic_category().message(errno != 0 ? errno : EIO));
}

}  // namespace

bool Rejects::is_own_column(std::string_view name) {
    return name == line_column || name == reason_column || name == row_column;
}

Rejects::Rejects(const kit::CsvReader& file, std::filesystem::path path)
    : columns_(file.columns()), separator_(file.separator()), path_(std::move(path)) {}

void Rejects::create() {
    if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path());
    const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) cannot_write(path_);
    ::close(fd);
    file_.open(path_, std::ios::binary);
    std::vector<std::string> header{std::string(line_column), std::string(reason_column)};
    for (const auto& column : columns_)
        if (!is_own_column(column)) header.push_back(column);
    header.emplace_back(row_column);
    file_ << byte_order_mark;
    kit::CsvWriter(file_).row(header);
}

/// The row's own columns and what could not be read as such.
std::vector<std::string> Rejects::cells_of(const std::string& raw) const {
    auto fields = kit::csv_fields(raw, separator_);
    while (fields && fields->size() > columns_.size() && fields->back().empty()) fields->pop_back();
    const bool read = fields && fields->size() == columns_.size() && std::ranges::all_of(*fields, clean_text);
    std::vector<std::string> cells;
    std::string unread = read ? std::string() : raw;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (read && columns_[i] == row_column) unread = (*fields)[i];
        if (!is_own_column(columns_[i])) cells.push_back(read ? (*fields)[i] : std::string());
    }
    cells.push_back(std::move(unread));
    return cells;
}

void Rejects::add(std::size_t line, const std::string& reason, const std::string& raw) {
    ++size_;
    if (path_.empty()) {
        if (first_.size() < remembered) first_.push_back("line " + std::to_string(line) + ": " + reason);
        return;
    }
    if (!file_.is_open()) create();
    std::vector<std::string> row{std::to_string(line), reason};
    std::ranges::move(cells_of(raw), std::back_inserter(row));
    kit::CsvWriter(file_).row(row);
    errno = 0;
    file_.flush();
    if (!file_) cannot_write(path_);
}

}  // namespace rapport::cli::imports
