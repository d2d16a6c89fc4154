// SPDX-License-Identifier: MIT
#include "services/gateway/methods/mapping.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "bus/base/names.hpp"
#include "bus/base/unpack.hpp"
#include "bus/base/wire.hpp"
#include "services/gateway/http/entity_tag.hpp"

namespace rapport::gateway {
namespace {

using Kind = FieldType::Kind;

/// Fields of the request as MessagePack values, by name.
using Fields = std::map<std::string, std::string, std::less<>>;

void write_integer(Writer& out, const std::string& name, std::string_view text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) throw invalid(name, "must be a whole number");
    out.integer(value);
}

void write_number(Writer& out, const std::string& name, std::string_view text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) throw invalid(name, "must be a number");
    out.number(value);
}

void write_one(Writer& out, Kind kind, const std::string& name, std::string_view text) {
    switch (kind) {
        case Kind::integer:
            return write_integer(out, name, text);
        case Kind::number:
            return write_number(out, name, text);
        case Kind::boolean:
            if (text != "true" && text != "false") throw invalid(name, "must be true or false");
            return out.boolean(text == "true");
        case Kind::text:
            return out.text(text);
        case Kind::list:
        case Kind::other:
            throw invalid(name, "cannot be given in a path or query");
    }
}

/// A list comes as `x=1&x=2` or `x=1,2`.
std::string list_from(const FieldType& type, const std::string& name, const std::vector<std::string>& values) {
    std::vector<std::string_view> elements;
    for (std::string_view rest : values) {
        for (auto comma = rest.find(','); comma != rest.npos; comma = rest.find(',')) {
            elements.push_back(rest.substr(0, comma));
            rest.remove_prefix(comma + 1);
        }
        elements.push_back(rest);
    }
    std::string out;
    Writer writer(out);
    writer.array(elements.size());
    for (const std::string_view element : elements) write_one(writer, type.element, name, element);
    return out;
}

std::string value_from(const FieldType& type, const std::string& name, const std::vector<std::string>& values) {
    if (type.kind == Kind::list) return list_from(type, name, values);
    if (values.size() > 1) throw invalid(name, "is given more than once");
    std::string out;
    Writer writer(out);
    write_one(writer, type.kind, name, values.front());
    return out;
}

FieldType type_of(const Route& route, const std::string& name) {
    const auto found = route.fields.find(name);
    return found == route.fields.end() ? FieldType{} : found->second;
}

/// The version that If-Match asks for: `wanted` of several, else the first. Nothing without the header, and for `*`; of
/// what is read the answer is held against it.
std::optional<std::string> matched_version(const Route& route, const HttpRequest& request,
                                           std::optional<std::int64_t> wanted) {
    constexpr std::int64_t never = 0;  // versions begin with 1
    const auto condition = tag_condition(request, "If-Match");
    if (!condition || condition->any || route.verb == "GET") return {};
    if (!route.takes_version) throw invalid("If-Match", "is not understood here: this method takes no version");
    const auto versions = versions_named(*condition);
    std::string out;
    Writer(out).integer(wanted.value_or(versions.empty() ? never : versions.front()));
    return out;
}

/// What it asks, that there is nothing yet, no method can promise.
void refuse_if_none_match(const Route& route, const HttpRequest& request) {
    if (route.verb != "GET" && request.header("If-None-Match"))
        throw invalid("If-None-Match", "is understood by GET and HEAD alone: send If-Match with the version you know");
}

/// What stands outside query and body.
Fields given_fields(const Route& route, const std::vector<std::string>& path_values, const HttpRequest& request,
                    std::optional<std::int64_t> wanted) {
    Fields fields;
    for (std::size_t i = 0; i < route.names.size(); ++i)
        fields[route.names[i]] = value_from(type_of(route, route.names[i]), route.names[i], {path_values[i]});
    if (auto version = matched_version(route, request, wanted)) fields["version"] = std::move(*version);
    return fields;
}

std::string packed(const Fields& fields) {
    std::string out;
    Writer writer(out);
    writer.map(fields.size());
    for (const auto& [name, value] : fields) {
        writer.text(name);
        writer.raw(value);
    }
    return out;
}

/// A GET or DELETE takes the request's fields that do not stand in its path; others have a body.
void check_parameter(const Route& route, const std::string& name) {
    if (!route.in_query()) throw invalid(shown_name(name), "is no query parameter of this path");
    if (route.fields.contains(name)) return;
    std::vector<std::string_view> known;
    for (const auto& [field, type] : route.fields)
        if (std::ranges::find(route.names, field) == route.names.end()) known.push_back(field);
    throw unknown_field(shown_name(name), known);
}

void add_query(const Route& route, const HttpRequest& request, Fields& fields) {
    std::map<std::string, std::vector<std::string>> given;
    for (auto& [name, value] : query_of(request.query)) given[name].push_back(std::move(value));
    for (const auto& [name, values] : given) {
        check_parameter(route, name);
        if (fields.contains(name)) throw invalid(name, "is given twice");
        fields[name] = value_from(type_of(route, name), name, values);
    }
}

/// The bytes of a map's head and how many pairs follow it. The body is a map that our own from_json wrote.
std::pair<std::size_t, std::size_t> map_head(std::string_view map) {
    const auto byte = [map](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(map.at(i))); };
    if (byte(0) >= 0x80 && byte(0) <= 0x8f) return {1, byte(0) & 0x0f};
    if (byte(0) == 0xde) return {3, byte(1) << 8 | byte(2)};
    if (byte(0) == 0xdf) return {5, byte(1) << 24 | byte(2) << 16 | byte(3) << 8 | byte(4)};
    throw Error(Code::invalid_argument, "the body must be a JSON object");
}

/// What the body repeats of path and If-Match must say the same, and is then left to the body.
void drop_repeated(std::string_view body, Fields& fields) {
    const Unpacked unpacked(body);
    const auto& map = unpacked.value().via.map;
    for (std::size_t i = 0; i < map.size; ++i) {
        const auto& [key, value] = map.ptr[i];
        const auto given = fields.find(std::string_view(key.via.str.ptr, key.via.str.size));
        if (given == fields.end()) continue;
        if (!(Unpacked(given->second).value() == value))
            throw invalid(given->first, "says something else in the body than in the path or If-Match");
        fields.erase(given);
    }
}

std::string merged(const std::string& body, Fields fields) {
    const auto [head, pairs] = map_head(body);
    if (fields.empty()) return body;
    drop_repeated(body, fields);
    std::string out;
    Writer writer(out);
    writer.map(pairs + fields.size());
    for (const auto& [name, value] : fields) {
        writer.text(name);
        writer.raw(value);
    }
    return out.append(body, head);
}

std::string text_at(const msgpack::object& value) {
    if (value.type == msgpack::type::STR) return {value.via.str.ptr, value.via.str.size};
    if (value.type == msgpack::type::POSITIVE_INTEGER) return std::to_string(value.via.u64);
    return {};
}

/// `version` and `id` of a result, as text; empty where it has none.
struct Marks {
    std::string version, id;
};

Marks marks_of(const std::string& result) {
    Marks marks;
    const Unpacked unpacked(result);
    if (unpacked.value().type != msgpack::type::MAP) return marks;
    const auto& map = unpacked.value().via.map;
    for (std::size_t i = 0; i < map.size; ++i) {
        if (map.ptr[i].key.type != msgpack::type::STR) continue;
        const std::string_view key(map.ptr[i].key.via.str.ptr, map.ptr[i].key.via.str.size);
        if (key == "version") marks.version = text_at(map.ptr[i].val);
        if (key == "id") marks.id = text_at(map.ptr[i].val);
    }
    return marks;
}

/// Only what cannot end a header's value, or the name within it.
std::string plain(std::string text) {
    for (char& c : text)
        if (!std::isalnum(static_cast<unsigned char>(c)) && std::string_view("._-/+").find(c) == std::string_view::npos)
            c = '_';
    return text;
}

HttpResponse json_of(const Route& route, const std::string& result, const std::string& path) {
    HttpResponse response{.status = route.status, .content_type = "application/json"};
    response.headers.emplace_back("Cache-Control", "no-store");
    if (route.tells_version || (route.status == 201 && route.tells_id)) {
        const Marks marks = marks_of(result);
        if (!marks.version.empty()) response.headers.emplace_back("ETag", '"' + marks.version + '"');
        if (route.status == 201 && !marks.id.empty()) response.headers.emplace_back("Location", path + "/" + marks.id);
    }
    response.body = to_json(result.empty() ? std::string_view("\xc0", 1) : std::string_view(result)) + "\n";
    return response;
}

HttpResponse file_of(const Route& route, const std::string& result) {
    const Unpacked unpacked(result);
    const auto& map = unpacked.value().via.map;
    std::map<std::string, std::string> parts;
    for (std::size_t i = 0; i < map.size; ++i) parts[text_at(map.ptr[i].key)] = text_at(map.ptr[i].val);
    HttpResponse response{.status = route.status,
                          .content_type = plain(parts["media_type"]) + "; charset=utf-8",
                          .body = std::move(parts["content"])};
    response.headers = {{"Cache-Control", "no-store"},
                        {"Vary", "Accept"},
                        {"Content-Disposition", "attachment; filename=\"" + plain(parts["name"]) + '"'}};
    return response;
}

std::optional<std::string> tag_of(const HttpResponse& response) {
    for (const auto& [name, value] : response.headers)
        if (name == "ETag") return value.substr(1, value.size() - 2);
    return {};
}

/// Of what was read, in the order of RFC 9110, 13.2.2. An If-None-Match that nobody can read says nothing: what is read
/// is sent once more.
void check_preconditions(const HttpRequest& request, HttpResponse& response) {
    const auto tag = tag_of(response);
    if (const auto match = tag_condition(request, "If-Match"); match && !names_strongly(*match, tag))
        throw HttpError(412, Code::aborted, tag ? "If-Match: it is at version " + *tag : "If-Match: it has no version");
    std::optional<TagCondition> none;
    try {
        none = tag_condition(request, "If-None-Match");
    } catch (const Error&) {
        return;
    }
    if (!none || !names_weakly(*none, tag)) return;
    response.status = 304;
    response.body.clear();
}

}  // namespace

void check_media_type(const HttpRequest& request) {
    const std::string_view type = request.header("Content-Type").value_or("");
    std::string essence;
    for (const char c : type.substr(0, type.find(';')))
        if (c != ' ') essence += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (essence != "application/json" && !(essence.starts_with("application/") && essence.ends_with("+json")))
        throw HttpError(415, Code::invalid_argument, "the body must be JSON: send Content-Type: application/json");
    const std::string_view coding = request.header("Content-Encoding").value_or("identity");
    if (coding != "identity")
        throw HttpError(415, Code::invalid_argument, "the body must not be compressed: leave out Content-Encoding");
}

void check_no_query(const HttpRequest& request) {
    for (const auto& [name, value] : query_of(request.query))
        throw invalid(shown_name(name), "is no query parameter of this path");
}

std::string params_of(const Route& route, const std::vector<std::string>& path_values, const HttpRequest& request,
                      std::optional<std::int64_t> version) {
    refuse_if_none_match(route, request);
    Fields fields = given_fields(route, path_values, request, version);
    add_query(route, request, fields);
    if (request.body.empty()) return packed(fields);
    if (route.in_query()) throw Error(Code::invalid_argument, "a " + route.verb + " takes no body");
    check_media_type(request);
    const std::string body = from_json(request.body);
    route.known.check(body);
    return merged(body, std::move(fields));
}

std::optional<std::int64_t> other_version(const HttpRequest& request, const Error& error,
                                          std::span<const std::int64_t> tried) {
    if (error.code() != Code::aborted || error.details().empty()) return {};
    const auto condition = tag_condition(request, "If-Match");
    if (!condition) return {};
    const std::string current = marks_of(error.details().bytes).version;
    for (const std::int64_t version : versions_named(*condition))
        if (std::to_string(version) == current && std::ranges::find(tried, version) == tried.end()) return version;
    return {};
}

bool prefers(const HttpRequest& request, std::string_view preference) {
    std::string_view rest = request.header("Prefer").value_or("");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        std::string one;
        for (const char c : rest.substr(0, std::min(end, rest.find(';'))))
            if (c != ' ' && c != '\t') one += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (one == preference) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

void as_dry_run(HttpResponse& response) {
    response.status = 200;
    std::erase_if(response.headers,
                  [](const auto& header) { return header.first == "ETag" || header.first == "Location"; });
    response.headers.emplace_back("Preference-Applied", "dry-run");
}

HttpResponse response_of(const Route& route, const std::string& result, const HttpRequest& request) {
    // What no client said it wants is the file: a browser or curl that follows a link to it.
    const bool as_file = route.tells_file && request.wants("application/json") <= request.wants("text/csv");
    HttpResponse response = as_file ? file_of(route, result) : json_of(route, result, request.path);
    if (route.verb == "GET") check_preconditions(request, response);
    return response;
}

}  // namespace rapport::gateway
