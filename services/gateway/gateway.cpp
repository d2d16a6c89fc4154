// SPDX-License-Identifier: MIT
#include "services/gateway/gateway.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "bus/base/id.hpp"
#include "bus/base/retry.hpp"
#include "bus/base/wire.hpp"
#include "bus/wire/endpoints.hpp"
#include "services/gateway/events/event_hub.hpp"
#include "services/gateway/events/listening.hpp"
#include "services/gateway/http/address_limit.hpp"
#include "services/gateway/http/entity_tag.hpp"
#include "services/gateway/http/exchange.hpp"
#include "services/gateway/http/problem.hpp"
#include "services/gateway/methods/catalogue.hpp"
#include "services/gateway/methods/mapping.hpp"
#include "services/gateway/methods/questions.hpp"
#include "services/gateway/methods/shared_answer.hpp"
#include "services/gateway/methods/stats.hpp"
#include "services/gateway/methods/stores.hpp"
#include "services/gateway/pages/feedback/pages.hpp"
#include "services/gateway/pages/page.hpp"
#include "services/kit/engine/rehearsal.hpp"

namespace rapport::gateway {
namespace {

/// What the server as a whole understands: `OPTIONS *`.
constexpr const char* every_verb = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

HttpResponse json(int status, std::string body) {
    return {.status = status, .content_type = "application/json", .body = std::move(body) + "\n"};
}

HttpResponse html(std::string body) {
    return {.content_type = "text/html; charset=utf-8",
            .body = std::move(body),
            .headers = {{"Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
                         "frame-ancestors 'none'"}}};
}

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& item : list) out += (out.empty() ? "" : ", ") + item;
    return out;
}

AdmissionPtr signed_in(const Authenticator& authenticator, const HttpRequest& request) {
    auto admission = authenticator.admit(request);
    if (admission) return admission;
    const std::string_view why = authenticator.refusal(request);
    const char* const what = bearer_of(request) ? "the token is unknown, expired or revoked"
                             : why.empty()      ? "send a token: Authorization: Bearer rap_…"
                                                : "the session is over: sign in again";
    Any details;
    if (!why.empty()) details.bytes = from_json(fmt::format(R"({{"reason":"{}"}})", why));
    throw Error(Code::unauthenticated, what, std::move(details));
}

/// The methods that these roles may call, as the API's document names them.
std::vector<std::string> operations_for(const Snapshot& snapshot, const Actor& actor) {
    std::vector<std::string> out;
    for (const auto& route : snapshot.offer->routes.all())
        if (std::ranges::any_of(route->roles, [&](const std::string& role) {
                return std::ranges::find(actor.roles, role) != actor.roles.end();
            }))
            out.push_back(route->operation());
    return out;
}

/// Whoever comes with a link and no account: a respondent, and nothing else.
Actor from_outside(AddressLimit& limit, const HttpRequest& request) {
    if (!limit.allow(request.remote, std::chrono::steady_clock::now()))
        throw too_many("too many requests from your address", limit.patience());
    return {.id = "outside", .kind = "person", .roles = {"respondent"}};
}

/// The caller's key for a command, or a new one, so that the gateway itself may ask again when an answer is lost.
std::optional<std::string> idempotency_key(const Route& route, const HttpRequest& request) {
    if (route.query) return {};
    const auto key = request.header("Idempotency-Key");
    if (!key) return to_text(new_uuid(SystemClock().now()));
    if (key->empty() || key->size() > 200) throw invalid("Idempotency-Key", "must be of 1 to 200 characters");
    return std::string(*key);
}

/// What is not asked of a service as a command is done or refused.
void check_no_dry_run(const HttpRequest& request) {
    if (changes_something(request.verb) && prefers(request, "dry-run"))
        throw Error(Code::unimplemented, "this path knows no dry run: nothing was done");
}

/// A request on its way to a service.
struct Call {
    ExchangePtr exchange;
    std::shared_ptr<const Snapshot> snapshot;  ///< keeps `route`
    const Route& route;
    std::vector<std::string> path_values;
    AdmissionPtr admission;
    bus::CallOptions options;
    std::string params = {};
    std::vector<std::int64_t> tried = {};  ///< versions, of several in If-Match
    bool dry = false;                      ///< what would come of it is asked, and nothing is kept
};

}  // namespace

struct Gateway::State {
    State(GatewayOptions options_, std::shared_ptr<const Authenticator> authenticator_, Mounts mounts_);
    ~State();

    void refused(int status);
    void handle(HttpRequest request, ResponderPtr responder, std::string idem = {});
    void dispatch(const ExchangePtr& exchange);
    bool answer_own(const ExchangePtr& exchange);
    bool answer_web(const ExchangePtr& exchange);
    void answer_api(const ExchangePtr& exchange, bool fresh);
    void refuse_path(const ExchangePtr& exchange, const Snapshot& snapshot, const RouteTable::Match& match);
    void guarded(const ExchangePtr& exchange, const std::function<void()>& act);
    void call(const ExchangePtr& exchange, const std::shared_ptr<const Snapshot>& snapshot,
              const RouteTable::Match& match);
    void ask(const std::shared_ptr<Call>& call);
    void answered(const std::shared_ptr<Call>& call, const bus::Reply& reply);
    void answer(const Call& call, const bus::Reply& reply);
    void listen(const ExchangePtr& exchange);
    void tell_metrics(const ExchangePtr& exchange);
    void tell_ready(const ExchangePtr& exchange);
    HttpResponse ready(const std::vector<AilingStore>& ailing) const;

    const GatewayOptions options;
    const std::shared_ptr<const Authenticator> authenticator;
    const Mounts mounts;
    AddressLimit limit{options.outside_per_minute};
    const feedback::Pages pages{[this](HttpRequest request, ResponderPtr responder, std::string key) {
                                    handle(std::move(request), std::move(responder), std::move(key));
                                },
                                options.locale, options.over_tls};
    const std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
    const std::shared_ptr<RefusalLog> refusals = std::make_shared<RefusalLog>();
    const std::shared_ptr<Documents> documents = std::make_shared<Documents>();
    // Anybody may ask for these at any pace. They belong to the loop's thread.
    SharedAnswer<std::string> stats;
    SharedAnswer<std::vector<AilingStore>> stores;
    std::unique_ptr<HttpServer> server;
    bus::Loop loop;
    bus::Client client{loop, options.bus, Actor{.id = "service:gateway", .kind = "service", .roles = {"service"}}};
    Catalogue catalogue{loop, client, options.expected};
    EventHub hub{loop, client, bus::Endpoints::of(options.bus).subscribe, *metrics,
                 [this](std::string_view source) { return catalogue.snapshot()->knows(source); }};
    std::thread thread;
};

Gateway::State::State(GatewayOptions options_, std::shared_ptr<const Authenticator> authenticator_, Mounts mounts_)
    : options(std::move(options_)), authenticator(std::move(authenticator_)), mounts(std::move(mounts_)) {
    server = std::make_unique<HttpServer>(HttpOptions{.address = options.http,
                                                      .connections = options.connections,
                                                      .proxies = options.proxies,
                                                      .over_tls = options.over_tls,
                                                      .on_refused = [this](int status) { refused(status); }},
                                          [this](HttpRequest request, ResponderPtr responder) {
                                              request.remote = client_of(request, options.proxies);
                                              handle(std::move(request), std::move(responder));
                                          });
    thread = std::thread([this] { loop.run(); });
}

Gateway::State::~State() {
    server->stop();
    loop.post([this] {
        hub.close();
        loop.stop();
    });
    thread.join();
}

void Gateway::State::refused(int status) {
    metrics->request("", "unread", status, {});
    refusals->note_unread(status, std::chrono::steady_clock::now());
}

void Gateway::State::handle(HttpRequest request, ResponderPtr responder, std::string idem) {
    const auto exchange = std::make_shared<Exchange>(std::move(request), std::move(responder),
                                                     Records{metrics, refusals, options.spans, documents});
    exchange->idem = std::move(idem);
    guarded(exchange, [&] { dispatch(exchange); });
}

void Gateway::State::guarded(const ExchangePtr& exchange, const std::function<void()>& act) {
    try {
        act();
    } catch (const HttpError& e) {
        exchange->fail(e.status(), e);
    } catch (const Error& e) {
        exchange->fail(e);
    } catch (const std::exception& e) {
        spdlog::error("{} {}: {} trace={}", exchange->request.verb, exchange->route, e.what(), exchange->trace.id);
        exchange->fail(Error(Code::internal, "something is wrong on our side"));
    }
}

void Gateway::State::dispatch(const ExchangePtr& exchange) {
    const HttpRequest& request = exchange->request;
    if (request.body.size() > max_body)
        throw HttpError(413, Code::invalid_argument,
                        fmt::format("the body has {} bytes; at most {} are read", request.body.size(), max_body));
    auto mount = mounts.find(request.path);
    if (mount == mounts.end()) mount = mounts.find(request.path.substr(0, request.path.rfind('/') + 1));
    if (mount != mounts.end()) {
        exchange->route = mount->first + (mount->first.ends_with('/') ? "{id}" : "");
        exchange->may = [offered = catalogue.snapshot()](const Actor& actor) {
            return operations_for(*offered, actor);
        };
        check_no_dry_run(request);
        return mount->second(exchange);
    }
    if (request.path == "*") return exchange->send({.status = 204, .headers = {{"Allow", every_verb}}});
    if (answer_own(exchange)) return;
    if (request.path.starts_with("/feedback")) check_no_dry_run(request);
    if (pages.answer(exchange)) return;
    if (request.path.starts_with("/api/v1/")) return answer_api(exchange, false);
    if (answer_web(exchange)) return;
    throw Error(Code::not_found, "there is nothing at this path; see /api/openapi.json");
}

/// The gateway's own paths: all are read only.
bool Gateway::State::answer_own(const ExchangePtr& exchange) {
    using Answer = void (*)(State&, const ExchangePtr&);
    static const std::map<std::string, Answer, std::less<>> own{
        {"/",
         [](State& s, const ExchangePtr& e) {
             if (!s.answer_web(e)) e->send(html(index_page(*s.catalogue.snapshot())));
         }},
        {"/style.css",
         [](State&, const ExchangePtr& e) {
             e->send({.content_type = "text/css; charset=utf-8",
                      .body = std::string(style_sheet()),
                      .headers = {{"Cache-Control", "max-age=3600"}}});
         }},
        {"/healthz", [](State&, const ExchangePtr& e) { e->send(json(200, R"({"status":"ok"})")); }},
        {"/readyz",
         [](State& s, const ExchangePtr& e) {
             s.loop.post([&s, e] { s.catalogue.refresh([&s, e] { s.tell_ready(e); }); });
         }},
        {"/metrics", [](State& s, const ExchangePtr& e) { s.tell_metrics(e); }},
        {"/api/openapi.json",
         [](State& s, const ExchangePtr& e) {
             e->send({.content_type = "application/json", .body = s.catalogue.snapshot()->offer->openapi()});
         }},
        {"/api/v1/event-types",
         [](State& s, const ExchangePtr& e) {
             signed_in(*s.authenticator, e->request);
             check_no_query(e->request);
             e->send({.content_type = "application/json", .body = s.catalogue.snapshot()->offer->event_types()});
         }},
        {"/api/v1/events", [](State& s, const ExchangePtr& e) { s.listen(e); }},
    };
    const HttpRequest& request = exchange->request;
    const auto found = own.find(request.path);
    std::string explained;
    if (found == own.end()) {
        if (!request.path.starts_with("/problems/")) return false;
        explained = problem_page(request.path.substr(10));
        if (explained.empty()) return false;
    }
    exchange->route = found == own.end() ? "/problems/{code}" : found->first;
    if (request.verb != "GET" && request.verb != "HEAD") {
        exchange->refuse_verb("GET, HEAD");
    } else if (found == own.end()) {
        exchange->send(html(std::move(explained)));
    } else {
        found->second(*this, exchange);
    }
    return true;
}

/// A file of the workplace.
bool Gateway::State::answer_web(const ExchangePtr& exchange) {
    auto file = options.web.answer(exchange->request);
    if (!file) return false;
    if (exchange->route == "other") exchange->route = "web";
    const std::string& verb = exchange->request.verb;
    if (verb == "GET" || verb == "HEAD") exchange->send(*std::move(file));
    else exchange->refuse_verb("GET, HEAD");
    return true;
}

void Gateway::State::answer_api(const ExchangePtr& exchange, bool fresh) {
    const auto snapshot = catalogue.snapshot();
    const HttpRequest& request = exchange->request;
    auto match = snapshot->offer->routes.find(request.verb, request.path);
    if (match.route && request.wants("text/csv") > request.wants("application/json")) {
        auto file = snapshot->offer->routes.find(request.verb, request.path + "/csv");
        if (file.route && file.route->tells_file) match = std::move(file);
    }
    if (match.route) return call(exchange, snapshot, match);
    if (fresh) return refuse_path(exchange, *snapshot, match);
    // A service may have come since the last look.
    loop.post([this, exchange] {
        catalogue.refresh([this, exchange] { guarded(exchange, [&] { answer_api(exchange, true); }); });
    });
}

void Gateway::State::refuse_path(const ExchangePtr& exchange, const Snapshot& snapshot,
                                 const RouteTable::Match& match) {
    const HttpRequest& request = exchange->request;
    if (match.allowed.empty()) {
        if (!snapshot.complete) throw Error(Code::unavailable, "not all services have been heard yet");
        throw Error(Code::not_found, "there is nothing at this path; see /api/openapi.json");
    }
    const std::string allow = joined(match.allowed);
    if (request.verb != "OPTIONS") return exchange->refuse_verb(allow);
    exchange->send({.status = 204, .headers = {{"Allow", allow}}});
}

void Gateway::State::call(const ExchangePtr& exchange, const std::shared_ptr<const Snapshot>& snapshot,
                          const RouteTable::Match& match) {
    const Route& route = *match.route;
    exchange->route = route.path;
    bus::CallOptions call_options{.timeout = options.timeout};
    const bool stranger = route.outside && !bearer_of(exchange->request) && !authenticator->who(exchange->request);
    const AdmissionPtr admission = stranger ? nullptr : signed_in(*authenticator, exchange->request);
    call_options.actor = stranger ? from_outside(limit, exchange->request) : admission->actor();
    // Strangers have no keys of their own: one of them could come upon another's answer.
    call_options.idem = idempotency_key(route, stranger ? HttpRequest{} : exchange->request);
    if (!exchange->idem.empty()) call_options.idem = exchange->idem;
    call_options.traceparent = exchange->trace.traceparent;
    // A service that has been gone for a while is not waited for; one that is being restarted is.
    call_options.query = route.query;
    call_options.retry = snapshot->is_up(route.service);
    const bool dry = !route.query && prefers(exchange->request, "dry-run");
    if (dry) {  // changes nothing, and is not remembered
        call_options.idem.reset();
        call_options.query = true;
    }
    auto call = std::make_shared<Call>(Call{exchange, snapshot, route, match.values, admission, call_options});
    call->dry = dry;
    call->params = params_of(route, match.values, exchange->request);
    loop.post([this, call = std::move(call)] { ask(call); });
}

/// On the bus thread.
void Gateway::State::ask(const std::shared_ptr<Call>& call) {
    const Route& route = call->route;
    if (route.service == questions().name)
        return ask_all(client, *call->snapshot, route.method, call->params, call->options,
                       [this, call](const bus::Reply& reply) { answered(call, reply); });
    client.call(route.service, call->dry ? std::string(kit::dry_run.name) : route.method,
                call->dry ? encode(kit::DryRun{route.method, {call->params}}) : call->params, call->options,
                [this, call](const bus::Reply& reply, bool last) {
                    if (last) answered(call, reply);
                });
}

void Gateway::State::answered(const std::shared_ptr<Call>& call, const bus::Reply& reply) {
    const ExchangePtr& exchange = call->exchange;
    // What is read may take long; who may no more by then is told nothing. A command is done, and tells no secret that
    // would go on opening.
    const bool tells = call->route.query || call->route.tells_secret;
    if (tells && call->admission && call->admission->ended())
        return exchange->fail(Error(Code::unauthenticated, "the right to ask ended meanwhile"));
    const auto other = reply.error ? other_version(exchange->request, *reply.error, call->tried) : std::nullopt;
    if (!other) return answer(*call, reply);
    call->tried.push_back(*other);
    guarded(exchange, [&] {
        call->params = params_of(call->route, call->path_values, exchange->request, other);
        ask(call);
    });
}

/// On the bus thread: turning large answers into JSON beside the HTTP thread lets both cores work.
void Gateway::State::answer(const Call& call, const bus::Reply& reply) {
    const ExchangePtr& exchange = call.exchange;
    const Route& route = call.route;
    metrics->call(route.service, reply.error ? name_of(reply.error->code()) : "ok");
    if (reply.error) {
        const auto match = tag_condition(exchange->request, "If-Match");
        const bool precondition = reply.error->code() == Code::aborted && match && !match->any;
        return exchange->fail(precondition ? 412 : http_status_of(reply.error->code()), *reply.error);
    }
    try {
        auto response = response_of(route, reply.result, exchange->request);
        if (call.dry) as_dry_run(response);
        // Only where what was made can be read under the path it was made at.
        std::erase_if(response.headers, [&](const auto& header) {
            return header.first == "Location" && !call.snapshot->offer->routes.find("GET", header.second).route;
        });
        exchange->send(std::move(response));
    } catch (const HttpError& e) {
        exchange->fail(e.status(), e);
    } catch (const std::exception& e) {
        spdlog::error("{}.{} answered what cannot be told as JSON: {} trace={}", route.service, route.method, e.what(),
                      exchange->trace.id);
        exchange->fail(Error(Code::internal, "the service's answer cannot be told as JSON"));
    }
}

void Gateway::State::listen(const ExchangePtr& exchange) {
    AdmissionPtr admission = signed_in(*authenticator, exchange->request);
    Wanted wanted = wanted_by(admission->actor(), exchange->request);
    HttpResponse head{.content_type = "text/event-stream", .close = true};
    if (exchange->request.verb == "HEAD") return exchange->send(std::move(head));
    loop.post([this, stream = exchange->stream(std::move(head)), wanted = std::move(wanted),
               admission = std::move(admission)]() mutable {
        hub.join(std::move(stream), std::move(wanted), std::move(admission));
    });
}

void Gateway::State::tell_metrics(const ExchangePtr& exchange) {
    const auto snapshot = catalogue.snapshot();
    metrics->services_up = static_cast<std::int64_t>(snapshot->up.size());
    loop.post([this, exchange, snapshot] {
        std::vector<std::string> names;
        for (const auto& [name, instances] : snapshot->up) names.push_back(name);
        stats.get(
            [this, exchange](const std::string& told) {
                exchange->send({.content_type = "text/plain; version=0.0.4", .body = metrics->text() + told});
            },
            [this, &names](auto done) { gather_stats(client, names, std::move(done)); });
    });
}

void Gateway::State::tell_ready(const ExchangePtr& exchange) {
    std::vector<std::string> names;
    for (const auto& [name, instances] : catalogue.snapshot()->up) names.push_back(name);
    stores.get([this, exchange](const std::vector<AilingStore>& ailing) { exchange->send(ready(ailing)); },
               [this, &names](auto done) { ask_stores(client, names, std::move(done)); });
}

HttpResponse Gateway::State::ready(const std::vector<AilingStore>& ailing) const {
    const auto snapshot = catalogue.snapshot();
    const bool ready = snapshot->bus && snapshot->complete && snapshot->missing.empty() && ailing.empty();
    std::string missing;
    for (const std::string& name : snapshot->missing) missing += (missing.empty() ? "\"" : ",\"") + name + "\"";
    return json(ready ? 200 : 503, fmt::format(R"({{"status":"{}","bus":{},"services":{},"missing":[{}],"stores":{}}})",
                                               ready ? "ready" : "not ready", snapshot->bus, snapshot->up.size(),
                                               missing, as_json(ailing)));
}

Gateway::Gateway(GatewayOptions options, std::shared_ptr<const Authenticator> authenticator, Mounts mounts)
    : state_(std::make_unique<State>(std::move(options), std::move(authenticator), std::move(mounts))) {}
Gateway::~Gateway() = default;
const HttpAddress& Gateway::address() const { return state_->server->address(); }

}  // namespace rapport::gateway
