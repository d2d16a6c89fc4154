// SPDX-License-Identifier: MIT
#include "services/gateway/http/problem.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bus/base/field_error.hpp"
#include "bus/base/retry.hpp"
#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

struct Row {
    std::string_view code, title, meaning;
};

constexpr std::array table{
    Row{"invalid_argument", "The request is wrong",
        "The request itself is wrong, whatever the state; `field` names what to mend."},
    Row{"not_found", "Not found", "What the request names does not exist, or may not be seen."},
    Row{"already_exists", "It is there already", "What the request would create exists."},
    Row{"failed_precondition", "The state does not allow it",
        "The state does not allow it; further members such as `allowed_moves` say what it allows."},
    Row{"aborted", "An old version was named",
        "The request named an old version: read the current one, apply the change to it, and try again."},
    Row{"permission_denied", "Not allowed", "You are known, and may not do this."},
    Row{"unauthenticated", "Sign in first",
        "Nobody known is asking: send a valid token (Authorization: Bearer) or sign in."},
    Row{"resource_exhausted", "A limit was reached", "A limit was reached: try later, or ask for less."},
    Row{"unavailable", "Not available now",
        "Nobody is there to answer, or who is there cannot now: `reason` says what keeps it, such as `store_full`. "
        "Nothing was done; it is safe to try again."},
    Row{"deadline_exceeded", "It took too long",
        "It was not started, or not finished, in the time given. Try again with the same Idempotency-Key."},
    Row{"unimplemented", "Not implemented",
        "The service does not know that method; or the request's verb or coding is none that is understood here."},
    Row{"internal", "Our fault", "Something is wrong on our side. The trace id leads to it in the logs."},
    Row{"in_doubt", "The answer was lost",
        "The request was handed out and its answer was lost. Trying again with the same Idempotency-Key is safe."},
};

const Row* row_of(std::string_view code) {
    for (const Row& row : table)
        if (row.code == code) return &row;
    return nullptr;
}

void add_details(nlohmann::ordered_json& document, const Any& details) {
    if (details.empty()) return;
    const auto members = nlohmann::ordered_json::parse(to_json(details.bytes), nullptr, false);
    if (!members.is_object()) return;
    for (const auto& [name, value] : members.items())
        if (!document.contains(name)) document[name] = value;
}

/// Where no field is named apart, a message begins with it: `id: there is no such party`.
std::string field_in(std::string_view message) {
    const auto end = message.find(':');
    const std::string_view field = message.substr(0, end == message.npos ? 0 : end);
    const bool is_path = !field.empty() && std::ranges::all_of(field, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view("_.[]").find(c) != std::string_view::npos;
    });
    return is_path ? std::string(field) : std::string();
}

/// The reason that the code itself is, where nobody said more.
Reason reason_of(Code code) {
    switch (code) {
        case Code::not_found:
            return Reason::no_such_record;
        case Code::already_exists:
            return Reason::exists;
        case Code::aborted:
            return Reason::version;
        case Code::failed_precondition:
            return Reason::state;
        default:
            return Reason::invalid;
    }
}

/// What is wrong, for programs: what the service said, or what follows from its code and message.
void add_errors(nlohmann::ordered_json& document, const Error& error) {
    using enum Code;
    const Code code = error.code();
    if (document.contains("errors") || (code != invalid_argument && code != not_found && code != already_exists &&
                                        code != aborted && code != failed_precondition))
        return;
    nlohmann::ordered_json one;
    one["field"] = document.contains("field") && document["field"].is_string() ? document["field"].get<std::string>()
                                                                               : field_in(error.message());
    const bool says_why = document.contains("reason") && document["reason"].is_string();
    one["reason"] = says_why ? document["reason"].get<std::string>() : std::string(name_of(reason_of(code)));
    if (says_why && document.contains("params")) one["params"] = document["params"];
    document["errors"] = nlohmann::ordered_json::array({std::move(one)});
}

}  // namespace

HttpResponse problem(const Error& error, const Where& where) {
    return problem(http_status_of(error.code()), error, where);
}

HttpResponse problem(int status, const Error& error, const Where& where) {
    const std::string_view code = name_of(error.code());
    nlohmann::ordered_json document;
    document["type"] = "/problems/" + std::string(code);
    // A status that is not the code's own tells more than the code does.
    document["title"] = status == http_status_of(error.code()) ? row_of(code)->title : phrase_of(status);
    document["status"] = status;
    document["detail"] = error.message();
    document["code"] = code;
    if (!where.path.empty()) document["instance"] = where.path;
    if (!where.trace_id.empty()) document["trace_id"] = where.trace_id;
    add_details(document, error.details());
    add_errors(document, error);
    HttpResponse response{.status = status, .content_type = "application/problem+json"};
    response.body = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    // A limit on size does not pass by itself: 429 says when only where somebody knows.
    auto after = retry_after_of(error);
    if (status == 503 && !after) after = std::chrono::seconds(1);
    if (after && (status == 503 || status == 429))
        response.headers.emplace_back("Retry-After",
                                      std::to_string(std::chrono::ceil<std::chrono::seconds>(*after).count()));
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"rapport\"");
    return response;
}

std::string_view meaning_of(std::string_view code) {
    const Row* row = row_of(code);
    return row ? row->meaning : std::string_view{};
}

const std::vector<std::string_view>& problem_codes() {
    static const auto codes = [] {
        std::vector<std::string_view> out;
        for (const Row& row : table) out.push_back(row.code);
        return out;
    }();
    return codes;
}

}  // namespace rapport::gateway
