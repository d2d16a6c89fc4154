// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <mutex>
#include <string>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// Documents that are long, told to many and seldom change: the API's description, words, types of event. They have an
/// entity tag, and are compressed once. Thread-safe.
class Documents {
public:
    /// Whether what is at that path is one.
    static bool at(std::string_view path);
    /// Makes a 200 of a GET or HEAD 304 where If-None-Match names what there is, else gzip where that is wanted.
    void conclude(const HttpRequest& request, HttpResponse& response);

private:
    struct Compressed {
        std::string tag, bytes;
    };
    /// Of each path the last one; paths are as many as languages.
    static constexpr std::size_t most = 32;

    std::mutex mutex_;
    std::map<std::string, Compressed, std::less<>> compressed_;
};

}  // namespace rapport::gateway
