// SPDX-License-Identifier: MIT
#include "services/gateway/http/exchange.hpp"

#include "services/gateway/http/encoding.hpp"
#include "services/gateway/http/problem.hpp"

namespace rapport::gateway {

Exchange::Exchange(HttpRequest request_, ResponderPtr responder, Records records)
    : request(std::move(request_)),
      trace(trace_from(request.header("traceparent").value_or(""))),
      responder_(std::move(responder)),
      records_(std::move(records)) {
    ++records_.metrics->requests_open;
}

Exchange::~Exchange() { --records_.metrics->requests_open; }

void Exchange::send(HttpResponse response) {
    if (Documents::at(request.path)) records_.documents->conclude(request, response);
    else compress(request, response);
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
    const auto now = std::chrono::steady_clock::now();
    records_.metrics->request(request.verb, route, response.status, now - start_);
    records_.spans->add({.kind = kit::SpanLog::Kind::http,
                         .own = bus::trace_parent_from(trace.traceparent).value(),
                         .parent = trace.caller,
                         .service = "gateway",
                         .name = request.verb + " " + route,
                         .begun = start_,
                         .error = response.status >= 400 ? std::to_string(response.status) : ""});
    records_.refusals->note(request.verb, route, response.status, trace.id, now);
}

}  // namespace rapport::gateway
