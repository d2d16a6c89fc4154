// SPDX-License-Identifier: MIT
#include "services/gateway/http/request_grammar.hpp"

#include <http_parser.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {
namespace {

using Refusal = RequestGrammar::Refusal;

constexpr std::size_t longest_line = 64 << 10, most_extensions = 16 << 10, most_chunks = 64 << 10;
/// What the parser keeps of where a chunk stands, in a list that grows by doubling.
constexpr std::size_t kept_of_chunk = 32;

/// Fields that decide what is done, and have one value: of two, each server would take another one.
constexpr std::array<std::string_view, 8> once{
    "authorization",   "content-length", "content-type",      "host",
    "idempotency-key", "last-event-id",  "transfer-encoding", "x-csrf-token"};

[[noreturn]] void refuse(std::string_view reason, int status = 400) { throw Refusal{status, reason}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != set.npos; }

bool is_token(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_alnum(c) || is_one_of(c, "!#$%&'*+-.^_`|~"); });
}

bool is_method(std::string_view text) {
    static constexpr std::string_view methods[] = {
#define RAPPORT_METHOD(number, name, string) #string,
        HTTP_METHOD_MAP(RAPPORT_METHOD)
#undef RAPPORT_METHOD
    };
    return std::ranges::find(methods, text) != std::end(methods);
}

/// `uri-host [ ":" port ]`; the host may be empty.
bool is_host(std::string_view text) {
    const bool literal = text.starts_with('[');
    const auto end = literal ? text.find(']') : std::min(text.find(':'), text.size());
    if (end == text.npos) return false;
    const std::string_view name = text.substr(literal, end - literal), port = text.substr(end + literal);
    const auto part_of_name = [literal](char c) {
        return literal ? is_alnum(c) || is_one_of(c, ":.") : is_alnum(c) || is_one_of(c, "-._~%!$&'()*+,;=");
    };
    return std::ranges::all_of(name, part_of_name) && !(literal && name.empty()) &&
           (port.empty() || (port[0] == ':' && std::ranges::all_of(port.substr(1), is_digit)));
}

/// origin-form, absolute-form, authority-form or asterisk-form: RFC 9112, 3.2.
bool is_target(std::string_view method, std::string_view target) {
    if (std::ranges::any_of(target, [](char c) { return c == ' ' || c == '\t' || c == '#'; })) return false;
    if (method == "CONNECT") return is_host(target) && !target.starts_with(':') && target.find(':') != target.npos;
    if (target == "*") return method == "OPTIONS";
    if (target.starts_with('/')) return true;
    const auto authority = authority_of(target);
    return authority && is_host(*authority) && !authority->empty() && !authority->starts_with(':');
}

void check_version(std::string_view version) {
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) || version[6] != '.' ||
        !is_digit(version[7]))
        refuse("the request line ends with HTTP/1.1");
    if (version[5] != '1') refuse("this server speaks HTTP/1.1", 505);
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

/// The number that `text` begins with; `text` is left with what follows it.
std::uint64_t number_in(std::string_view& text, int base) {
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (problem == std::errc::result_out_of_range) refuse("the body is larger than what is read: 1 MiB", 413);
    if (problem != std::errc{}) refuse("a length is a number without a sign");
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

void check_codings(std::string_view value) {
    const std::string codings = lowered(value);
    if (codings == "chunked") return;
    const bool others = codings.ends_with("chunked") && codings.find("chunked") == codings.size() - 7 &&
                        std::ranges::any_of(codings, [](char c) { return c == ','; });
    if (others) refuse("Transfer-Encoding: chunked is the only one that is understood", 501);
    refuse("Transfer-Encoding is chunked, or not there");
}

}  // namespace

std::size_t RequestGrammar::read(std::string_view bytes) {
    std::size_t end = 0;  // of the last request that is whole
    try {
        for (std::size_t at = 0; at < bytes.size();) {
            if (whole()) kept_ = 0;
            const std::size_t read = read_some(bytes.substr(at));
            at += read;
            kept_ += read;
            if (whole()) end = at;
        }
        return bytes.size();
    } catch (const Refusal& refusal) {
        refusal_ = refusal;
        return end;
    }
}

/// Up to the end of a line or of a part of the body.
std::size_t RequestGrammar::read_some(std::string_view bytes) {
    if (left_ > 0) {
        const auto taken = std::min<std::uint64_t>(left_, bytes.size());
        left_ -= taken;
        if (left_ == 0 && part_ == Part::body) end_request();
        else if (left_ == 0) part_ = Part::chunk_end;
        return taken;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        read_byte(bytes[i]);
        if (bytes[i] != '\n') continue;
        const std::string line = std::exchange(line_, {});
        end_line(std::string_view(line).substr(0, line.size() - 2));
        return i + 1;
    }
    return bytes.size();
}

void RequestGrammar::read_byte(char c) {
    if (line_.ends_with('\r') != (c == '\n')) refuse("lines end with CR LF, and neither comes alone");
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < ' ' && !is_one_of(c, "\t\r\n")) || byte == 0x7f) refuse("there is a control character in the head");
    if (part_ == Part::chunk_end && !is_one_of(c, "\r\n")) refuse("a chunk has as many bytes as it says, then CR LF");
    if (line_.size() >= longest_line) {
        if (part_ == Part::request_line) refuse("the request's target is too long", 414);
        refuse("a header field is too long", 431);
    }
    line_ += c;
}

void RequestGrammar::end_line(std::string_view line) {
    switch (part_) {
        case Part::request_line:
            if (!line.empty()) end_request_line(line);  // empty ones before a request are passed over
            break;
        case Part::fields:
            line.empty() ? end_head() : end_field(line);
            break;
        case Part::chunk_size:
            end_chunk_size(line);
            break;
        case Part::trailers:
            line.empty() ? end_request() : end_field(line);
            break;
        case Part::chunk_end:
            part_ = Part::chunk_size;
            break;
        case Part::body:
        case Part::chunk_data:
            break;  // have no lines
    }
}

void RequestGrammar::end_request_line(std::string_view line) {
    const auto first = line.find(' '), last = line.rfind(' ');
    if (first == last) refuse("a request begins with METHOD TARGET HTTP/1.1");
    const std::string_view method = line.substr(0, first), target = line.substr(first + 1, last - first - 1);
    check_version(line.substr(last + 1));
    if (!is_token(method)) refuse("the method is a word");
    if (!is_target(method, target)) refuse("the request's target is /PATH, http://HOST/PATH, or * of OPTIONS");
    if (!is_method(method)) refuse("the method is none that this server knows", 501);
    head_.one_zero = line.back() == '0';
    part_ = Part::fields;
}

void RequestGrammar::end_field(std::string_view line) {
    if (is_one_of(line[0], " \t")) refuse("a header field is not continued on another line");
    const auto colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon)))
        refuse("a header field is NAME: VALUE, with nothing between name and colon");
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && is_one_of(value.front(), " \t")) value.remove_prefix(1);
    while (!value.empty() && is_one_of(value.back(), " \t")) value.remove_suffix(1);
    read_field(lowered(line.substr(0, colon)), value);
}

void RequestGrammar::read_field(std::string_view name, std::string_view value) {
    const auto* const found = std::ranges::find(once, name);
    if (found == once.end()) return;
    if (part_ == Part::trailers) refuse("a field that decides what is done comes before the body");
    const auto bit = std::uint32_t{1} << (found - once.begin());
    if (head_.seen & bit) refuse("there are two of a header field that comes once");
    head_.seen |= bit;
    if (name == "host") {
        if (!is_host(value)) refuse("Host is HOST or HOST:PORT");
        head_.host = true;
    } else if (name == "transfer-encoding") {
        check_codings(value);
        head_.chunked = true;
    } else if (name == "content-length") {
        head_.length = number_in(value, 10);
        if (!value.empty()) refuse("Content-Length is one number");
        head_.has_length = true;
    }
}

void RequestGrammar::end_head() {
    if (!head_.host && !head_.one_zero) refuse("an HTTP/1.1 request has a Host");
    if (head_.chunked && head_.one_zero) refuse("an HTTP/1.0 request has no Transfer-Encoding");
    if (head_.chunked && head_.has_length) refuse("a request has Content-Length or Transfer-Encoding, not both");
    if (head_.chunked) {
        part_ = Part::chunk_size;
    } else if (head_.length > 0) {
        part_ = Part::body;
        left_ = head_.length;
    } else {
        end_request();
    }
}

void RequestGrammar::end_chunk_size(std::string_view line) {
    left_ = number_in(line, 16);
    head_.extensions += line.size();
    kept_ += kept_of_chunk;
    if (++head_.chunks > most_chunks) refuse("the body comes in too many chunks", 413);
    const auto extension = std::min(line.find_first_not_of(" \t"), line.size());
    if (!line.empty() && (extension == line.size() || line[extension] != ';')) refuse("a chunk's size is a number");
    if (head_.extensions > most_extensions) refuse("there are too many chunk extensions");
    part_ = left_ > 0 ? Part::chunk_data : Part::trailers;
}

void RequestGrammar::end_request() {
    head_ = {};
    part_ = Part::request_line;
}

}  // namespace rapport::gateway
