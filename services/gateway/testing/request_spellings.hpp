// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace rapport::gateway::testing {

/// A request as somebody may spell it, and the status that RFC 9112 has for it.
struct Spelling {
    std::string name, bytes;
    int status = 200;
};

inline std::string get(const std::string& lines) { return "GET /x HTTP/1.1\r\n" + lines + "\r\n"; }
inline std::string with_host(const std::string& lines) { return get("Host: x\r\n" + lines); }
inline std::string line(const std::string& request_line) { return request_line + "\r\nHost: x\r\n\r\n"; }
inline std::string post(const std::string& lines, const std::string& body) {
    return "POST /x HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n" + body;
}
inline std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

/// What clients of all kinds send, and may.
inline std::vector<Spelling> valid_spellings() {
    using namespace std::string_literals;
    return {
        {"plain", with_host("")},
        {"empty lines before", "\r\n\r\n" + with_host("")},
        {"curl", with_host("User-Agent: curl/7.88.1\r\nAccept: */*\r\n")},
        {"curl --http2",
         with_host("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n")},
        {"a web socket's", with_host("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n")},
        {"host with port", get("Host: [::1]:8080\r\n")},
        {"host in capitals", get("HOST: EXAMPLE.ORG.:80\r\n")},
        {"host with empty port", get("Host: x:\r\n")},
        {"empty host", get("Host:\r\n")},
        {"no blank after the colon", get("Host:x\r\n")},
        {"tabs about a value", with_host("X-A:\t a b \t\r\n")},
        {"empty value", with_host("X-A:\r\n")},
        {"Latin-1 in a value", with_host("X-A: \xfc\r\n")},
        {"every token character", with_host("!#$%&'*+-.^_`|~09azAZ: x\r\n")},
        {"lists on lines of their own",
         with_host("Accept: a/b\r\nAccept: c/d\r\nX-Forwarded-For: a\r\nX-Forwarded-For: b\r\n")},
        {"two cookies", with_host("Cookie: a=1\r\nCookie: b=2\r\n")},
        {"HTTP/1.0", "GET /x HTTP/1.0\r\n\r\n"},
        {"HTTP/1.0 with Host", "GET /x HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"},
        {"a later HTTP/1", line("GET /x HTTP/1.2")},
        {"a query", line("GET /x?a=b&c=%20d+e;f HTTP/1.1")},
        {"what browsers leave bare", line("GET /x?a=\"<>^`{|}[]\\ HTTP/1.1")},
        {"UTF-8 left bare", line("GET /x?a=\xc3\xbc HTTP/1.1")},
        {"absolute-form", line("GET http://example.org/x HTTP/1.1")},
        {"absolute-form in capitals", line("GET HTTPS://EXAMPLE.ORG:443/x?a=b HTTP/1.1")},
        {"absolute-form without path", line("GET http://example.org HTTP/1.1")},
        {"OPTIONS *", line("OPTIONS * HTTP/1.1")},
        {"OPTIONS of all, absolute", line("OPTIONS http://example.org HTTP/1.1")},
        {"HEAD", line("HEAD /x HTTP/1.1")},
        {"a body", post("Content-Length: 3\r\n", "abc")},
        {"an empty body", post("Content-Length: 0\r\n", "")},
        {"a body with line ends", post("Content-Length: 6\r\n", "\r\n\r\n\r\n")},
        {"NUL in a body", post("Content-Length: 3\r\n", "a\0b"s)},
        {"length with zeros before", post("Content-Length: 003\r\n", "abc")},
        {"a GET with a body", with_host("Content-Length: 3\r\n") + "abc"},
        {"chunks", chunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")},
        {"chunks, in capitals", post("TRANSFER-ENCODING: Chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")},
        {"no chunk but the last", chunked("0\r\n\r\n")},
        {"zeros before", chunked("00003\r\nabc\r\n000\r\n\r\n")},
        {"chunk extensions", chunked("3;a=b;c=\"d e\"\r\nabc\r\n0;x\r\n\r\n")},
        {"blanks before an extension", chunked("3 ; a = b\r\nabc\r\n0\r\n\r\n")},
        {"trailers", chunked("3\r\nabc\r\n0\r\nX-Sum: 1\r\nX-End:\r\n\r\n")},
        {"NUL in a chunk", chunked("1\r\n\0\r\n0\r\n\r\n"s)},
    };
}

/// What no client sends, and another server may read in another way.
inline std::vector<Spelling> wrong_spellings() {
    using namespace std::string_literals;
    std::vector<Spelling> all{
        // The request line.
        {"HTTP/0.9", "GET /x\r\n\r\n", 400},
        {"no target", line("GET HTTP/1.1"), 400},
        {"no method", line(" /x HTTP/1.1"), 400},
        {"two blanks before the target", line("GET  /x HTTP/1.1"), 400},
        {"two blanks after it", line("GET /x  HTTP/1.1"), 400},
        {"a tab between", line("GET\t/x HTTP/1.1"), 400},
        {"a blank in the target", line("GET /x y HTTP/1.1"), 400},
        {"a blank at the end", line("GET /x HTTP/1.1 "), 400},
        {"a method that is no word", line("G(T /x HTTP/1.1"), 400},
        {"an unknown method", line("BREW /x HTTP/1.1"), 501},
        {"a method in small letters", line("get /x HTTP/1.1"), 501},
        {"HTTP/9.9", line("GET /x HTTP/9.9"), 505},
        {"HTTP/0.9, said", line("GET /x HTTP/0.9"), 505},
        {"HTTP/2.0", line("GET /x HTTP/2.0"), 505},
        {"an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"a version of two digits", line("GET /x HTTP/1.10"), 400},
        {"a version of one number", line("GET /x HTTP/1"), 400},
        {"http in small letters", line("GET /x http/1.1"), 400},
        {"another protocol", line("GET /x ICY/1.1"), 400},
        {"a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s + std::string(60, 'a'), 400},
        {"a relative target", line("GET x HTTP/1.1"), 400},
        {"* of another method", line("GET * HTTP/1.1"), 400},
        {"another scheme", line("GET ftp://x/ HTTP/1.1"), 400},
        {"absolute-form without host", line("GET http:///x HTTP/1.1"), 400},
        {"absolute-form with a user", line("GET http://user@x/ HTTP/1.1"), 400},
        {"a fragment", line("GET /x#y HTTP/1.1"), 400},
        {"NUL in the target", line("GET /x\0y HTTP/1.1"s), 400},
        {"a control character in the target", line("GET /x\x01y HTTP/1.1"), 400},
        {"DEL in the target", line("GET /x\x7fy HTTP/1.1"), 400},
        {"CONNECT without port", line("CONNECT x HTTP/1.1"), 400},
        // Host.
        {"no Host", get(""), 400},
        {"two Hosts", get("Host: a\r\nHost: b\r\n"), 400},
        {"the same Host twice", get("Host: a\r\nhost: a\r\n"), 400},
        {"two Hosts in HTTP/1.0", "GET /x HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"two hosts in one", get("Host: a, b\r\n"), 400},
        {"Host with a path", get("Host: a/b\r\n"), 400},
        {"Host with a user", get("Host: u@a\r\n"), 400},
        {"Host with a wrong port", get("Host: a:8x\r\n"), 400},
        {"Host with a bracket left open", get("Host: [::1\r\n"), 400},
        {"no Host beside absolute-form", "GET http://x/ HTTP/1.1\r\n\r\n", 400},
        // Fields.
        {"a blank before the colon", with_host("X-A : b\r\n"), 400},
        {"a tab before the colon", with_host("X-A\t: b\r\n"), 400},
        {"a folded field", with_host("X-A: b\r\n c\r\n"), 400},
        {"a field folded by a tab", with_host("X-A: b\r\n\tc\r\n"), 400},
        {"a folded Transfer-Encoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
        {"a blank before the first field", get(" Host: x\r\n"), 400},
        {"a line of a blank", with_host(" \r\n"), 400},
        {"no colon", with_host("X-A\r\n"), 400},
        {"no name", with_host(": b\r\n"), 400},
        {"a name that is no token", with_host("X(A): b\r\n"), 400},
        {"a name in quotes", with_host("\"X\": b\r\n"), 400},
        {"Latin-1 in a name", with_host("X-\xfc: b\r\n"), 400},
        {"NUL in a value", with_host("X-A: a\0b\r\n"s), 400},
        {"NUL in a name", with_host("X\0A: b\r\n"s), 400},
        {"a control character in a value", with_host("X-A: a\x0b\r\n"), 400},
        {"DEL in a value", with_host("X-A: a\x7f\r\n"), 400},
        // Line ends.
        {"LF alone", "GET /x HTTP/1.1\nHost: x\n\n", 400},
        {"LF alone after a field", "GET /x HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n", 400},
        {"LF alone at the end", "GET /x HTTP/1.1\r\nHost: x\r\n\n", 400},
        {"CR alone in a field", with_host("X-A: b\rX-B: c\r\n"), 400},
        {"CR alone at the end", "GET /x HTTP/1.1\r\nHost: x\r\n\rX", 400},
        {"CR CR LF", "GET /x HTTP/1.1\r\nHost: x\r\r\n\r\n", 400},
        {"CR alone before", "\r" + with_host(""), 400},
        {"LF alone before", "\n" + with_host(""), 400},
        // How long the body is.
        {"Content-Length :", post("Content-Length : 3\r\n", "abc"), 400},
        {"two lengths", post("Content-Length: 3\r\nContent-Length: 0\r\n", "abc"), 400},
        {"the same length twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
        {"a list of lengths", post("Content-Length: 3, 3\r\n", "abc"), 400},
        {"+3", post("Content-Length: +3\r\n", "abc"), 400},
        {"-1", post("Content-Length: -1\r\n", "abc"), 400},
        {"0x3", post("Content-Length: 0x3\r\n", "abc"), 400},
        {"3.0", post("Content-Length: 3.0\r\n", "abc"), 400},
        {"3 3", post("Content-Length: 3 3\r\n", "abc"), 400},
        {"no number", post("Content-Length: three\r\n", "abc"), 400},
        {"an empty length", post("Content-Length:\r\n", ""), 400},
        {"a length beyond all", post("Content-Length: 99999999999999999999999\r\n", "abc"), 413},
        {"a length and chunks", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {"chunks and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
        {"a length and Transfer-Encoding :", post("Content-Length: 5\r\nTransfer-Encoding : chunked\r\n", "0\r\n\r\n"),
         400},
        {"Transfer-Encoding :", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
        {"a vertical tab before chunked",
         post("Transfer-Encoding:\x0b"
              "chunked\r\n",
              "0\r\n\r\n"),
         400},
        {"xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
        {"chunked in quotes", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
        {"chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 400},
        {"identity", post("Transfer-Encoding: identity\r\nContent-Length: 3\r\n", "abc"), 400},
        {"chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400},
        {"chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
        {"an empty coding", post("Transfer-Encoding:\r\n", "abc"), 400},
        {"two Transfer-Encodings", post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
         400},
        {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
        {"chunks in HTTP/1.0", "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        // Chunks.
        {"no size", chunked("\r\nabc\r\n0\r\n\r\n"), 400},
        {"a size that is none", chunked("x\r\nabc\r\n0\r\n\r\n"), 400},
        {"-3", chunked("-3\r\nabc\r\n0\r\n\r\n"), 400},
        {"0x3, chunked", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
        {"a blank before a size", chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400},
        {"a blank after a size", chunked("3 \r\nabc\r\n0\r\n\r\n"), 400},
        {"a size beyond all", chunked("fffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 413},
        {"LF alone after a size", chunked("3\nabc\r\n0\r\n\r\n"), 400},
        {"CR alone in an extension", chunked("3;a\rb\r\nabc\r\n0\r\n\r\n"), 400},
        {"more than its size", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400},
        {"less than its size", chunked("4\r\nabc\r\n0\r\n\r\n"), 400},
        {"LF alone after a chunk", chunked("3\r\nabc\n0\r\n\r\n"), 400},
        {"a length as a trailer", chunked("0\r\nContent-Length: 3\r\n\r\n"), 400},
        {"a folded trailer", chunked("0\r\nX-A: b\r\n c\r\n\r\n"), 400},
        {"a trailer with a blank before its colon", chunked("0\r\nX-A : b\r\n\r\n"), 400},
        {"LF alone at the end of chunks", chunked("0\r\n\n"), 400},
        {"20,000 bytes of extensions",
         chunked("1;" + std::string(10'000, 'a') + "\r\nx\r\n1;" + std::string(10'000, 'a') + "\r\nx\r\n0\r\n\r\n"),
         400},
    };
    for (const char* const name :
         {"Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "X-CSRF-Token"}) {
        all.push_back({"two of "s + name, with_host(name + ": a\r\n"s + name + ": b\r\n"), 400});
        all.push_back({name + " :"s, with_host(name + " : a\r\n"s), 400});
    }
    return all;
}

}  // namespace rapport::gateway::testing
