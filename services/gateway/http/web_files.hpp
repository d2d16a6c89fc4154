// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// The files of the workplace, as its build left them in a folder: read once, and served from memory. So no path of a
/// request ever becomes one of the file system. Read only, by any thread.
///
/// Beside `x.js` may lie `x.js.br` and `x.js.gz`, the same compressed. What lies in `assets/` and has a hash in its
/// name, `main-4fX2a9Qz.js`, never changes. `routes.txt` names the paths that the workplace itself understands, one a
/// line: at these, and below them, stands `index.html`.
class WebFiles {
public:
    /// None: nothing is served.
    WebFiles() = default;
    /// invalid_argument for what is no folder, has no `index.html`, or is of more than 64 MiB.
    static WebFiles read(const std::filesystem::path& folder);

    bool empty() const { return files_.empty(); }
    /// What is at the path of a GET or HEAD, 304 where If-None-Match names it. Nothing where no file is.
    std::optional<HttpResponse> answer(const HttpRequest& request) const;

private:
    struct Variant {
        std::string bytes, tag;
    };
    struct File {
        std::string media_type;
        bool unchanging = false;
        Variant plain;
        std::optional<Variant> brotli, gzip;
    };

    void add_routes(std::string_view lines);
    const File* file_at(std::string_view path) const;

    std::map<std::string, File, std::less<>> files_;  ///< by path: `/assets/main-4fX2a9Qz.js`
    std::vector<std::string> routes_{"/"};
};

}  // namespace rapport::gateway
