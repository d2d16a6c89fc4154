// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace rapport::gateway {

/// Whether what a peer sends on one connection is a row of HTTP/1.1 requests, to the letter of RFC 9112. The parser
/// after it is lenient; what a proxy before us could read in another way than the parser (a blank before a colon, a
/// folded line, two lengths) ends here.
class RequestGrammar {
public:
    /// Reads on, in pieces of any size. Answers how many of these bytes may be handed on: all of them, or, if a request
    /// is refused, those of the requests before it. Nothing more is to be read then.
    std::size_t read(std::string_view bytes);
    /// What a refused request is answered with: 400, 413, 414, 431, 501 or 505. 0: none was refused.
    int status() const { return refusal_.status; }
    /// What is wrong with it, in words.
    std::string_view reason() const { return refusal_.reason; }
    /// Whether the last request that began is whole.
    bool whole() const { return part_ == Part::request_line && line_.empty(); }
    /// About how many bytes of memory that one takes so far.
    std::size_t kept() const { return kept_; }

    /// Why a request is refused.
    struct Refusal {
        int status = 0;
        std::string_view reason;
    };

private:
    enum class Part { request_line, fields, body, chunk_size, chunk_data, chunk_end, trailers };
    /// What a request has said of itself so far.
    struct Head {
        bool one_zero = false;  ///< HTTP/1.0
        bool host = false;      ///< there was one
        bool chunked = false;
        bool has_length = false;
        std::uint64_t length = 0;
        std::uint32_t seen = 0;      ///< those of the fields that come once, a bit each
        std::size_t extensions = 0;  ///< bytes of chunk extensions
        std::size_t chunks = 0;
    };

    std::size_t read_some(std::string_view bytes);
    void read_byte(char c);
    void end_line(std::string_view line);
    void end_request_line(std::string_view line);
    void end_field(std::string_view line);
    void read_field(std::string_view name, std::string_view value);
    void end_head();
    void end_chunk_size(std::string_view line);
    void end_request();

    Part part_ = Part::request_line;
    std::string line_;        ///< so far
    std::uint64_t left_ = 0;  ///< bytes of the body, or of the chunk, still to come
    std::size_t kept_ = 0;
    Head head_;
    Refusal refusal_;
};

}  // namespace rapport::gateway
