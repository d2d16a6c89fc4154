// SPDX-License-Identifier: MIT
#include "bus/base/error.hpp"

#include <array>

#include "bus/base/wire.hpp"

namespace rapport {
namespace {

struct Row {
    Code code;
    std::string_view name;
    int http;
    int exit;
};

constexpr std::array table{
    Row{Code::invalid_argument, "invalid_argument", 400, 1},
    Row{Code::not_found, "not_found", 404, 1},
    Row{Code::already_exists, "already_exists", 409, 1},
    Row{Code::failed_precondition, "failed_precondition", 409, 1},
    Row{Code::aborted, "aborted", 409, 1},
    Row{Code::permission_denied, "permission_denied", 403, 4},
    Row{Code::unauthenticated, "unauthenticated", 401, 4},
    Row{Code::resource_exhausted, "resource_exhausted", 429, 1},
    Row{Code::unavailable, "unavailable", 503, 3},
    Row{Code::deadline_exceeded, "deadline_exceeded", 504, 1},
    Row{Code::unimplemented, "unimplemented", 501, 1},
    Row{Code::internal, "internal", 500, 1},
    Row{Code::in_doubt, "in_doubt", 503, 1},
};

const Row& row_of(Code code) { return table.at(static_cast<std::size_t>(code)); }

}  // namespace

std::string_view name_of(Code code) { return row_of(code).name; }
int http_status_of(Code code) { return row_of(code).http; }
int exit_code_of(Code code) { return row_of(code).exit; }

Code code_named(std::string_view name) {
    for (const Row& row : table)
        if (row.name == name) return row.code;
    return Code::internal;
}

Error invalid(const std::string& path, const std::string& what_would_be_right) {
    Any details;
    Writer out(details.bytes);
    out.map(1);
    out.text("field");
    out.text(path);
    return {Code::invalid_argument, path + ": " + what_would_be_right, std::move(details)};
}

}  // namespace rapport
