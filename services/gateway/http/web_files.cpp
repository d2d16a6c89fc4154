// SPDX-License-Identifier: MIT
#include "services/gateway/http/web_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "bus/base/error.hpp"
#include "services/gateway/http/encoding.hpp"
#include "services/gateway/http/entity_tag.hpp"

namespace rapport::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64 << 20;

/// What the workplace's pages may do in a browser: what comes from here, and no text becomes a program.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

struct MediaType {
    std::string_view ending, name;
};
constexpr std::array media_types{MediaType{".html", "text/html; charset=utf-8"},
                                 MediaType{".js", "text/javascript; charset=utf-8"},
                                 MediaType{".mjs", "text/javascript; charset=utf-8"},
                                 MediaType{".css", "text/css; charset=utf-8"},
                                 MediaType{".json", "application/json"},
                                 MediaType{".map", "application/json"},
                                 MediaType{".webmanifest", "application/manifest+json"},
                                 MediaType{".txt", "text/plain; charset=utf-8"},
                                 MediaType{".svg", "image/svg+xml"},
                                 MediaType{".png", "image/png"},
                                 MediaType{".jpg", "image/jpeg"},
                                 MediaType{".jpeg", "image/jpeg"},
                                 MediaType{".webp", "image/webp"},
                                 MediaType{".avif", "image/avif"},
                                 MediaType{".ico", "image/vnd.microsoft.icon"},
                                 MediaType{".woff2", "font/woff2"},
                                 MediaType{".wasm", "application/wasm"}};

std::string media_type_of(const fs::path& file) {
    const std::string ending = file.extension().string();
    const auto found = std::ranges::find(media_types, std::string_view(ending), &MediaType::ending);
    return std::string(found == media_types.end() ? "application/octet-stream" : found->name);
}

/// `/assets/NAME-HASH.ENDING`, the hash of eight letters, digits, `_` or `-`, as bundlers write it.
bool has_hash(std::string_view path) {
    constexpr std::size_t length = 8;
    if (!path.starts_with("/assets/")) return false;
    const auto slash = path.rfind('/');
    const auto dot = path.find('.', slash);
    if (dot == path.npos || dot < slash + length + 3) return false;
    const std::string_view hash = path.substr(dot - length, length);
    const auto is_lower = [](unsigned char c) { return std::islower(c) != 0; };  // a word is none
    return path[dot - length - 1] == '-' && !std::ranges::all_of(hash, is_lower) &&
           std::ranges::all_of(hash, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw invalid("web", "holds " + file.string() + ", which cannot be read");
    return content;
}

bool names(const HttpRequest& request, const std::string& tag) {
    try {
        const auto known = tag_condition(request, "If-None-Match");
        return known && names_weakly(*known, tag);
    } catch (const Error&) {
        return false;  // what nobody can read says nothing
    }
}

}  // namespace

WebFiles WebFiles::read(const fs::path& folder) {
    if (!fs::is_directory(folder)) throw invalid("web", "must be a folder; " + folder.string() + " is none");
    std::map<std::string, std::string> contents;  // by path
    std::size_t bytes = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_symlink() || !entry.is_regular_file()) continue;
        std::string content = content_of(entry.path());
        if ((bytes += content.size()) > most_bytes)
            throw invalid("web", "must hold at most 64 MiB; " + folder.string() + " is larger");
        contents["/" + entry.path().lexically_relative(folder).generic_string()] = std::move(content);
    }
    if (!contents.contains("/index.html"))
        throw invalid("web", "must hold index.html; " + folder.string() + " has none");
    WebFiles web;
    const auto variant = [&contents](const std::string& path, const char* kind) -> std::optional<Variant> {
        const auto found = contents.find(path);
        if (found == contents.end()) return {};
        return Variant{found->second, tag_of_content(found->second) + kind};
    };
    for (const auto& [path, content] : contents) {
        const std::string whole = path.substr(0, path.rfind('.'));
        if ((path.ends_with(".br") || path.ends_with(".gz")) && contents.contains(whole)) continue;
        if (path == "/routes.txt") {
            web.add_routes(content);
            continue;
        }
        web.files_[path] = {.media_type = media_type_of(path),
                            .unchanging = has_hash(path),
                            .plain = {content, tag_of_content(content)},
                            .brotli = variant(path + ".br", "-br"),
                            .gzip = variant(path + ".gz", "-gzip")};
    }
    return web;
}

void WebFiles::add_routes(std::string_view lines) {
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line == "/") continue;
        if (!line.starts_with('/') || line.ends_with('/') || line.find_first_of("?#% ") != line.npos)
            throw invalid("web", "has a routes.txt with the line \"" + std::string(line) +
                                     "\"; a line must be a path such as /complaints");
        routes_.emplace_back(line);
    }
}

const WebFiles::File* WebFiles::file_at(std::string_view path) const {
    auto found = files_.find(path);
    const bool route = std::ranges::any_of(routes_, [&](const std::string& one) {
        return path == one || (one != "/" && path.starts_with(one) && path[one.size()] == '/');
    });
    if (found == files_.end() && route) found = files_.find("/index.html");
    return found == files_.end() ? nullptr : &found->second;
}

std::optional<HttpResponse> WebFiles::answer(const HttpRequest& request) const {
    const File* const file = file_at(request.path);
    if (!file) return {};
    const double brotli = file->brotli ? wanted_coding(request, "br") : 0,
                 gzip = file->gzip ? wanted_coding(request, "gzip") : 0;
    const bool as_brotli = brotli > 0 && brotli >= gzip, as_gzip = !as_brotli && gzip > 0;
    const Variant& variant = as_brotli ? *file->brotli : as_gzip ? *file->gzip : file->plain;
    HttpResponse response{.content_type = file->media_type};
    response.headers = {{"Cache-Control", file->unchanging ? "public, max-age=31536000, immutable" : "no-cache"},
                        {"ETag", '"' + variant.tag + '"'},
                        {"Content-Security-Policy", policy},
                        {"Referrer-Policy", "same-origin"},
                        {"Permissions-Policy", "clipboard-write=(self)"}};
    if (file->brotli || file->gzip) add_vary(response, "Accept-Encoding");
    if (names(request, variant.tag)) {
        response.status = 304;
        return response;
    }
    if (as_brotli || as_gzip) response.headers.emplace_back("Content-Encoding", as_brotli ? "br" : "gzip");
    response.body = variant.bytes;
    return response;
}

}  // namespace rapport::gateway
