// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rapport::gateway {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A whole HTTP request, as the gateway sees it: plain values, no library's types.
struct HttpRequest {
    std::string verb;    ///< `GET`
    std::string path;    ///< still percent-encoded, without the query
    std::string query;   ///< what follows `?`, still encoded
    Headers headers;     ///< as they came
    std::string body;    ///< without transfer coding
    std::string remote;  ///< address of the peer, for logs

    /// The value of that header, names compared without case; nothing if it is not there. Of several, the first.
    std::optional<std::string_view> header(std::string_view name) const;
    /// The values of all headers of that name, in order, joined by commas.
    std::string joined_headers(std::string_view name) const;
    /// How much that media type is wanted by Accept, from 0 to 1; 1 without the header.
    double wants(std::string_view media_type) const;
    /// The value of that cookie.
    std::optional<std::string_view> cookie(std::string_view name) const;
};

/// A whole answer. Content-Length is added by the server.
struct HttpResponse {
    int status = 200;
    std::string content_type;
    std::string body = {};
    Headers headers = {};
    bool close = false;  ///< end the connection after it
};

/// A body that goes on until somebody ends it. Used by one thread at a time.
class Stream {
public:
    virtual ~Stream() = default;
    /// Queues bytes for sending. False: the peer is gone, and nothing will be sent any more.
    virtual bool write(std::string piece) = 0;
    /// Bytes queued that the system has not taken yet: how far behind the peer is.
    virtual std::size_t waiting() const = 0;
    /// Ends the body after what is queued.
    virtual void close() = 0;
};

/// One request's way back. Exactly one of the two is called, once, from any thread.
class Responder {
public:
    virtual ~Responder() = default;
    virtual void send(HttpResponse response) = 0;
    /// Sends the head now (its body is ignored) and leaves the body open. With `close`, the connection ends with it.
    virtual std::shared_ptr<Stream> stream(HttpResponse head) = 0;
};
using ResponderPtr = std::shared_ptr<Responder>;

/// The reason phrase of a status: `Not Found`.
std::string_view phrase_of(int status);
/// `%41` → `A`; in a query `+` → blank. Nothing for a broken escape, or if the result is no clean UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool query = false);
/// `a=1&b=2` decoded, in order. Throws invalid_argument for a broken escape.
std::vector<std::pair<std::string, std::string>> query_of(std::string_view query);
/// What stands between `http://` or `https://` and the path in a target of absolute-form; nothing in any other form.
std::optional<std::string_view> authority_of(std::string_view target);
/// `text` with `&<>"'` made harmless, for HTML.
std::string escaped(std::string_view text);

}  // namespace rapport::gateway
