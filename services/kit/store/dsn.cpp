// SPDX-License-Identifier: MIT
#include "services/kit/store/dsn.hpp"

#include <libpq-fe.h>

#include <memory>
#include <optional>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

[[noreturn]] void refuse(const std::string& why) {
    throw Error(Code::invalid_argument, "store: " + why + "; it is " + std::string(Dsn::forms));
}

Options options_of(const std::string& conninfo) { return {PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree}; }

/// One option of a connection string as it stands there, quotes and all, with the blanks before it. PostgreSQL's own
/// rules: blanks around =, a value in single quotes, and \ before what is meant literally.
std::string_view next_option(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\r\f\v";
    auto at = text.find_first_not_of(blanks);
    if (at == text.npos) return text;
    at = text.find('=', at);
    if (at == text.npos) return text;
    at = text.find_first_not_of(blanks, at + 1);
    if (at == text.npos) return text;
    const bool quoted = text[at] == '\'';
    for (at += quoted ? 1 : 0; at < text.size(); ++at) {
        if (text[at] == '\\') ++at;
        else if (quoted ? text[at] == '\'' : blanks.find(text[at]) != blanks.npos) break;
    }
    return text.substr(0, std::min(text.size(), at + (quoted ? 1 : 0)));
}

/// The value of `schema=` in that option, if it is one.
std::optional<std::string> schema_in(std::string_view option) {
    const auto equals = option.find('=');
    if (equals == option.npos) return {};
    const auto trimmed = [](std::string_view text, std::string_view what) {
        const auto first = text.find_first_not_of(what), last = text.find_last_not_of(what);
        return first == text.npos ? std::string() : std::string(text.substr(first, last - first + 1));
    };
    if (trimmed(option.substr(0, equals), " \t\n\r\f\v") != "schema") return {};
    return trimmed(option.substr(equals + 1), " \t\n\r\f\v'");
}

/// Takes `schema=` out of `keyword=value …`: PostgreSQL knows no such keyword.
std::string take_schema(std::string_view text, std::optional<std::string>& schema) {
    std::string rest;
    while (!text.empty()) {
        const auto option = next_option(text);
        if (auto found = schema_in(option)) schema = std::move(found);
        else rest += option;
        text.remove_prefix(option.size());
    }
    return rest;
}

/// The same of `//USER@HOST/NAME?option=value&…`.
std::string take_schema_of_url(std::string_view url, std::optional<std::string>& schema) {
    std::string rest = "postgresql:" + std::string(url.substr(0, url.find('?')));
    if (url.find('?') == url.npos) return rest;
    std::string_view query = url.substr(url.find('?') + 1);
    char before = '?';
    while (!query.empty()) {
        const auto option = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), option.size() + 1));
        if (auto found = schema_in(option)) {
            schema = std::move(found);
            continue;
        }
        (rest += before) += option;
        before = '&';
    }
    return rest;
}

std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

bool is_secret(const PQconninfoOption& option) { return option.dispchar[0] == '*' && option.val && *option.val; }

Dsn postgresql(std::string_view rest) {
    Dsn dsn{.engine = Dsn::Engine::postgresql};
    std::optional<std::string> schema;
    const auto conninfo = rest.starts_with("//") ? take_schema_of_url(rest, schema) : take_schema(rest, schema);
    // Why it cannot be read is not passed on: PostgreSQL quotes what it stumbled over, a part of a password maybe.
    const auto options = options_of(conninfo);
    if (!options)
        refuse(
            "is no connection string of PostgreSQL (a value with blanks stands in single quotes; in a URL, what is no "
            "letter or digit is %XX)");
    if (schema &&
        (schema->empty() || schema->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != schema->npos))
        refuse("schema must be lower-case letters, digits and _");
    dsn.schema = schema.value_or("");
    for (const auto* option = options.get(); option->keyword; ++option)
        if (option->val)
            dsn.address += (dsn.address.empty() ? "" : " ") + std::string(option->keyword) + "=" + quoted(option->val);
    return dsn;
}

}  // namespace

Dsn Dsn::of(std::string_view text) {
    const auto colon = text.find(':');
    const auto kind = text.substr(0, colon);
    const auto rest = colon == text.npos ? std::string_view() : text.substr(colon + 1);
    if (kind == "sqlite" && !rest.empty()) return {.engine = Engine::sqlite, .address = std::string(rest)};
    if ((kind != "postgresql" && kind != "postgres") || rest.empty()) refuse("names no store of ours");
    return postgresql(rest);
}

std::string Dsn::without_secrets(std::string text) const {
    if (engine != Engine::postgresql) return text;
    const auto options = options_of(address);
    for (const auto* option = options.get(); option && option->keyword; ++option) {
        if (!is_secret(*option)) continue;
        const std::string_view secret = option->val;
        for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + 3))
            text.replace(at, secret.size(), "***");
    }
    return text;
}

}  // namespace rapport::kit
