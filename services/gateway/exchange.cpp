// SPDX-License-Identifier: MIT
#include "services/gateway/exchange.hpp"

#include <spdlog/spdlog.h>

#include "services/gateway/problem.hpp"

namespace rapport::gateway {

Exchange::Exchange(HttpRequest request_, ResponderPtr responder, std::shared_ptr<Metrics> metrics,
                   std::shared_ptr<kit::SpanLog> spans)
    : request(std::move(request_)),
      trace(trace_from(request.header("traceparent").value_or(""))),
      responder_(std::move(responder)),
      metrics_(std::move(metrics)),
      spans_(std::move(spans)) {
    ++metrics_->requests_open;
}

Exchange::~Exchange() { --metrics_->requests_open; }

void Exchange::send(HttpResponse response) {
    finish(response);
    responder_->send(std::move(response));
}

std::shared_ptr<Stream> Exchange::stream(HttpResponse head) {
    finish(head);
    return responder_->stream(std::move(head));
}

void Exchange::fail(const Error& error) { fail(http_status_of(error.code()), error); }

void Exchange::fail(int status, const Error& error) { send(problem(status, error, {request.path, trace.id})); }

void Exchange::refuse_verb(const std::string& allowed) {
    const Error error(Code::unimplemented, request.verb + " is not understood here; these are: " + allowed);
    HttpResponse response = problem(405, error, {request.path, trace.id});
    response.headers.emplace_back("Allow", allowed);
    send(std::move(response));
}

void Exchange::finish(HttpResponse& response) {
    response.headers.emplace_back("Trace-Id", trace.id);
    metrics_->request(request.verb, route, response.status, std::chrono::steady_clock::now() - start_);
    spans_->add({.kind = kit::SpanLog::Kind::http,
                 .own = bus::trace_parent_from(trace.traceparent).value(),
                 .parent = trace.caller,
                 .service = "gateway",
                 .name = request.verb + " " + route,
                 .begun = start_,
                 .error = response.status >= 400 ? std::to_string(response.status) : ""});
    // Not the path: links from outside are secrets.
    if (response.status >= 500)
        spdlog::warn("{} {} answered {} trace={}", request.verb, route, response.status, trace.id);
}

}  // namespace rapport::gateway
