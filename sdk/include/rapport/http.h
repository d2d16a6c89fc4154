// SPDX-License-Identifier: MIT
#pragma once

/// The extension "rapport.http/1": HTTP through the host, for channels. A plugin asks rapport_host.extension for it and
/// gets a rapport_http. The rules of <rapport/plugin.h> hold here too. Authors of C++ use <rapport/http.hpp>.

#include "plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RAPPORT_HTTP "rapport.http/1"

enum rapport_http_flag {
    RAPPORT_HTTP_CONNECT_ONLY = 1  ///< connects, with TLS where the URL says so, and asks for nothing
};

typedef struct rapport_http_request {
    uint32_t size;
    uint32_t flags;       ///< rapport_http_flag
    rapport_text method;  ///< GET, POST, PUT, PATCH or DELETE
    rapport_text url;     ///< http or https; no other scheme is ever spoken, nor on redirects
    /// Twice `header_count` texts: name, value, name, value …
    const rapport_text* headers;
    uint32_t header_count;
    uint32_t timeout_ms;     ///< of the whole exchange; 0: 10 s
    uint32_t max_redirects;  ///< followed with the same method and body; 0: none is
    uint32_t max_body;       ///< bytes of the answer's body that are kept; 0: 64 KiB
    rapport_text body;
    /// Addresses that are not public (private, loopback, link-local …) are not connected to, whatever a name resolves
    /// to and wherever a redirect leads, but those in these networks: "10.1.0.0/16, fd00::/8"; "*" for all.
    rapport_text allowed_networks;
    rapport_text ca_file;  ///< PEM file of the authorities to trust; empty: the system's
} rapport_http_request;

enum rapport_http_outcome {
    RAPPORT_HTTP_ANSWERED = 0,    ///< there is a status (but none where it only connected)
    RAPPORT_HTTP_NOT_SENT = 1,    ///< no connection: the other side has certainly not seen it
    RAPPORT_HTTP_UNANSWERED = 2,  ///< perhaps seen, no whole answer
    RAPPORT_HTTP_REFUSED = 3      ///< the host does not do that: an address that is not allowed, a malformed request
};

/// Its texts are the host's, until the next request.
typedef struct rapport_http_response {
    uint32_t size;
    uint32_t outcome;  ///< rapport_http_outcome
    uint32_t status;
    uint32_t header_count;
    const rapport_text* headers;  ///< as in the request; names in lower case
    rapport_text body;
    int64_t retry_after_ms;  ///< what Retry-After says, in either of its forms; 0 where it says nothing
    rapport_text reason;     ///< why there is no answer
} rapport_http_response;

typedef struct rapport_http {
    uint32_t size;
    uint32_t reserved;
    void* context;
    /// Only during probe and send, on the calling thread; blocks. Fills `response`, whose `size` the caller sets.
    void (*request)(void* context, const rapport_http_request* request, rapport_http_response* response);
} rapport_http;

#ifdef __cplusplus
}
#endif
