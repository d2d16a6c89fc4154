// SPDX-License-Identifier: MIT
#include "services/gateway/http/encoding.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace rapport::gateway {
namespace {

/// What is smaller gains nothing.
constexpr std::size_t smallest = 1'024;
/// For what is told once: the time that more takes is longer than the network saves.
constexpr int quick = 4;

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// `gzip;q=0.5` → 0.5; 1 where none is said, 0 for what is no number.
double quality_of(std::string_view one) {
    const auto semicolon = one.find(';');
    if (semicolon == one.npos) return 1;
    const std::string_view parameter = trimmed(one.substr(semicolon + 1));
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 1;
    double quality = 0;
    std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
    return std::clamp(quality, 0.0, 1.0);
}

bool is_json(const HttpResponse& response) {
    const std::string_view type = std::string_view(response.content_type).substr(0, response.content_type.find(';'));
    return type == "application/json" || type.ends_with("+json");
}

bool has(const HttpResponse& response, std::string_view name) {
    return std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
}

}  // namespace

double wanted_coding(const HttpRequest& request, std::string_view coding) {
    const std::string said = request.joined_headers("Accept-Encoding");
    double any = 0;
    for (std::string_view rest = said; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        const std::string_view one = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::string_view named = trimmed(one.substr(0, one.find(';')));
        if (same(named, coding)) return quality_of(one);
        if (named == "*") any = quality_of(one);
    }
    return any;
}

std::string gzipped(std::string_view bytes, int effort) {
    z_stream stream{};
    constexpr int gzip_wrapper = 16;
    if (deflateInit2(&stream, effort, Z_DEFLATED, MAX_WBITS + gzip_wrapper, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("there is no memory to compress with");
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    // zlib reads from here and writes nothing.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::runtime_error("what was to be compressed does not fit where it must");
    return out;
}

void add_vary(HttpResponse& response, std::string_view name) {
    for (auto& [header, value] : response.headers)
        if (header == "Vary") return void(value.append(", ").append(name));
    response.headers.emplace_back("Vary", name);
}

void compress(const HttpRequest& request, HttpResponse& response) {
    if (response.body.size() <= smallest || !is_json(response) || has(response, "Content-Encoding")) return;
    if (request.path.starts_with("/api/v1/session")) return;
    add_vary(response, "Accept-Encoding");
    if (wanted_coding(request, "gzip") <= 0) return;
    response.body = gzipped(response.body, quick);
    response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace rapport::gateway
