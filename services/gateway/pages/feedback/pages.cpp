// SPDX-License-Identifier: MIT
#include "services/gateway/pages/feedback/pages.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bus/base/id.hpp"
#include "services/gateway/http/auth.hpp"
#include "services/gateway/pages/feedback/page.hpp"

namespace rapport::gateway::feedback {
namespace {

using Json = nlohmann::json;
using Segments = std::vector<std::string>;
constexpr std::string_view top = "/feedback";

/// What the API answered.
struct Answer {
    int status = 0;
    Json body;
    std::string text(const char* name) const {
        const auto found = body.is_object() ? body.find(name) : body.end();
        return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
    }
};

constexpr std::string_view language_cookie = "rapport_language";

/// What the query says of that name, as it stands there.
std::string_view in_query(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
            return part.substr(name.size() + 1);
    }
    return {};
}

/// Whoever is on the page, and has to be answered in their language: the one that they chose, here or before, else the
/// one that their browser asks for.
class Guest {
public:
    Guest(ExchangePtr exchange, const Locale& locale, bool over_tls)
        : exchange_(std::move(exchange)),
          chosen_(kit::language_of(in_query(request().query, "lang"))),
          over_tls_(over_tls),
          reader_{language(locale.language), locale.time_zone, request().path} {}

    const HttpRequest& request() const { return exchange_->request; }
    Exchange& exchange() const { return *exchange_; }
    const Reader& reader() const { return reader_; }

    /// The link is a secret: no page is kept, framed or named to other sites.
    void send_page(int status, std::string body) const {
        HttpResponse response{.status = status, .content_type = "text/html; charset=utf-8", .body = std::move(body)};
        response.headers = {{"Content-Security-Policy",
                             "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
                             "base-uri 'none'; frame-ancestors 'none'"},
                            {"Content-Language", std::string(kit::tag_of(reader_.language))},
                            {"Referrer-Policy", "no-referrer"},
                            {"Cache-Control", "no-store"},
                            {"X-Robots-Tag", "noindex"}};
        if (status == 429) response.headers.emplace_back("Retry-After", "60");
        keep_choice(response);
        exchange_->send(std::move(response));
    }
    void send_message(int status, const std::string& title, const std::string& text) const {
        send_page(status, message_page(title, text, reader_));
    }
    void send_on(const std::string& path) const {
        HttpResponse response{
            .status = 303,
            .content_type = "",
            .headers = {{"Location", path}, {"Referrer-Policy", "no-referrer"}, {"Cache-Control", "no-store"}}};
        keep_choice(response);
        exchange_->send(std::move(response));
    }
    void nothing_here() const {
        send_message(404, "There is nothing at this address",
                     "Check that the address is complete, to its last letter.");
    }

private:
    Language language(Language otherwise) const {
        if (chosen_) return *chosen_;
        if (const auto kept = kit::language_of(request().cookie(language_cookie).value_or(""))) return *kept;
        return kit::wanted_language(request().joined_headers("Accept-Language")).value_or(otherwise);
    }
    /// For a year, on these pages alone.
    void keep_choice(HttpResponse& response) const {
        if (!chosen_) return;
        std::string cookie(language_cookie);
        cookie.append("=")
            .append(kit::tag_of(*chosen_))
            .append("; Path=/feedback; Max-Age=31536000; HttpOnly; SameSite=Lax");
        if (over_tls_) cookie += "; Secure";
        response.headers.emplace_back("Set-Cookie", std::move(cookie));
    }

    const ExchangePtr exchange_;
    const std::optional<Language> chosen_;
    const bool over_tls_;
    const Reader reader_;
};
using GuestPtr = std::shared_ptr<const Guest>;

/// Gives what the API answered to whoever asked, once.
class Listener final : public Responder {
public:
    using Then = std::function<void(const Answer&)>;
    Listener(GuestPtr guest, Then then) : guest_(std::move(guest)), then_(std::move(then)) {}
    void send(HttpResponse response) override {
        try {
            then_({response.status, Json::parse(response.body, nullptr, false)});
        } catch (const std::exception& e) {
            spdlog::error("{}: {} trace={}", guest_->exchange().route, e.what(), guest_->exchange().trace.id);
            guest_->send_message(500, "Something is wrong on our side", "Try again in a moment.");
        }
    }
    std::shared_ptr<Stream> stream(HttpResponse) override { throw std::logic_error("a page takes no stream"); }

private:
    const GuestPtr guest_;
    const Then then_;
};

/// One visit to a page.
class Visit : public std::enable_shared_from_this<Visit> {
public:
    Visit(const Pages::Api& api, GuestPtr guest, Segments segments)
        : api_(api), guest_(std::move(guest)), segments_(std::move(segments)) {}

    void begin();

private:
    void show_or_file(const Form& form);
    void file(const Form& form);
    void follow(int status, const Form* failed, const Trouble& trouble);
    void act(const Form& action);
    void ask(const std::string& verb, const std::string& path, const std::string& body, std::string key,
             std::function<void(Visit&, const Answer&)> then);

    const HttpRequest& request() const { return guest_->request(); }
    const Reader& reader() const { return guest_->reader(); }
    bool reads() const { return !changes_something(request().verb); }
    bool comes_from_here();
    std::string page() const { return std::string(top) + '/' + segments_[0] + '/' + segments_[1]; }

    const Pages::Api& api_;
    const GuestPtr guest_;
    const Segments segments_;  ///< of the path, below the top
};

void Visit::ask(const std::string& verb, const std::string& path, const std::string& body, std::string key,
                std::function<void(Visit&, const Answer&)> then) {
    HttpRequest asked{.verb = verb, .path = path, .body = body, .remote = request().remote};
    asked.headers.emplace_back("traceparent", guest_->exchange().trace.traceparent);
    if (!body.empty()) asked.headers.emplace_back("Content-Type", "application/json");
    const auto listener = std::make_shared<Listener>(
        guest_, [self = shared_from_this(), then = std::move(then)](const Answer& answer) { then(*self, answer); });
    api_(std::move(asked), listener, std::move(key));
}

/// Nothing is done in the name of anybody's cookie, so a page of another site could file no more than its owner can.
/// Its visitors shall not file for it all the same: browsers say where a form was sent from.
bool Visit::comes_from_here() {
    const std::string_view site = request().header("Sec-Fetch-Site").value_or("same-origin");
    if (site != "same-origin" && site != "none") {
        guest_->send_message(403, "This was sent from another site", "Fill in the form on our own page.");
        return false;
    }
    const std::string_view type = request().header("Content-Type").value_or("");
    if (type.substr(0, type.find(';')) == "application/x-www-form-urlencoded") return true;
    guest_->send_message(415, "This is no form", "Send it as application/x-www-form-urlencoded, or use the API.");
    return false;
}

void Visit::begin() {
    const Form* form = segments_.empty() ? nullptr : filing(segments_[0]);
    const Form* act_on = form && form->kind == "complaint" && segments_.size() == 3 ? action(segments_[2]) : nullptr;
    if (segments_.empty()) return guest_->send_page(200, start_page(reader()));
    if (form && segments_.size() == 1) return show_or_file(*form);
    if (form && segments_.size() == 2) return follow(200, nullptr, {});
    if (!act_on) return guest_->nothing_here();
    if (reads()) return guest_->send_on(page());
    if (comes_from_here()) act(*act_on);
}

void Visit::show_or_file(const Form& form) {
    if (!reads()) return comes_from_here() ? file(form) : void();
    guest_->send_page(200,
                      form_page(form, request().path, to_text(new_uuid(SystemClock().now())), Trouble{}, reader()));
}

/// `Text: may have …` → `May have ….`, beside the field. The API speaks English; of what it says the pages know but
/// some.
std::string for_people(std::string text, const std::string& field, Language language) {
    if (text.starts_with(field + ": ")) text.erase(0, field.size() + 2);
    if (!text.empty()) {
        if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
        text += '.';
        if (language == Language::en) return text;
        if (const auto known = in(language, text); known != text) return std::string(known);
    }
    return std::string(in(language, "This is not right."));
}

/// Why the API refused it, in words for whoever sent the form.
Trouble trouble_of(const Answer& answer, const Values& entered, Language language) {
    Trouble trouble{.entered = entered};
    const std::string field = answer.text("field");
    if (answer.status == 400 && !field.empty()) {
        trouble.said = "Something has to be put right:";
        trouble.fields[field] = for_people(answer.text("detail"), field, language);
    } else if (answer.status == 429) {
        trouble.said = "A lot has come from you in a short time. Wait a minute, then send this again.";
    } else if (answer.status == 409) {
        trouble.said = "This is not possible any more: your complaint has gone on meanwhile.";
    } else if (answer.status >= 500) {
        trouble.said = "We cannot take this just now. Send it again in a moment.";
    } else {
        trouble.said = "We cannot take this.";
    }
    return trouble;
}

Trouble trouble_of(const Values& problems, const Values& entered) {
    return {problems.empty() ? "" : "Something has to be put right:", problems, entered};
}

/// The same form with the same content has one effect, whatever becomes of the answer.
std::string key_of(const std::string& once, const std::string& body) {
    return once + '/' + std::to_string(std::hash<std::string>()(body));
}

void Visit::file(const Form& form) {
    const Values values = values_of(form, request().body);
    check_names(form, values);
    const auto named = values.find(once_field);
    const auto known = named == values.end() ? std::nullopt : uuid_from(named->second);
    const std::string once = to_text(known ? *known : new_uuid(SystemClock().now()));
    const auto again = [form = &form, once](Visit& visit, int status, const Trouble& trouble) {
        visit.guest_->send_page(status, form_page(*form, visit.request().path, once, trouble, visit.reader()));
    };
    if (const Values problems = problems_of(form, values, reader().language); !problems.empty())
        return again(*this, 400, trouble_of(problems, values));
    Json filed = body_of(form, values);
    filed["language"] = kit::tag_of(reader().language);
    const std::string body = filed.dump();
    ask("POST", std::string(form.api), body, key_of(once, body),
        [again, values, form = &form](Visit& visit, const Answer& answer) {
            if (answer.status != 201)
                return again(visit, answer.status, trouble_of(answer, values, visit.reader().language));
            visit.guest_->send_on(std::string(top) + '/' + std::string(form->kind) + '/' + answer.text("token") +
                                  "?done=filed");
        });
}

void Visit::follow(int status, const Form* failed, const Trouble& trouble) {
    if (!failed && !reads()) return guest_->exchange().refuse_verb("GET, HEAD");
    const Form& form = *filing(segments_[0]);
    ask("GET", std::string(form.api) + '/' + segments_[1], {}, {},
        [status, failed, trouble, form = &form](Visit& visit, const Answer& answer) {
            if (answer.status == 404) return visit.guest_->nothing_here();
            if (answer.status != 200)
                return visit.guest_->send_message(answer.status, "This cannot be shown just now",
                                                  answer.status == 429
                                                      ? "A lot has come from you in a short time. Wait a minute."
                                                      : "Try again in a moment.");
            // A question that is a complaint by now is followed as one, by the same token.
            if (form->kind == "question" && answer.text("state") == "complaint")
                return visit.guest_->send_on(std::string(top) + "/complaint/" + visit.segments_[1]);
            Json shown = answer.body;
            shown["token"] = visit.segments_[1];
            visit.guest_->send_page(
                status, followed_page(*form, shown, failed ? "" : in_query(visit.request().query, "done"), failed,
                                      trouble, visit.reader()));
        });
}

void Visit::act(const Form& action) {
    const Values values = values_of(action, request().body);
    check_names(action, values);
    if (const Values problems = problems_of(action, values, reader().language); !problems.empty())
        return follow(400, &action, trouble_of(problems, values));
    const std::string target = page() + '/' + std::string(action.kind);
    ask("POST", std::string(filing(segments_[0])->api) + '/' + segments_[1] + '/' + std::string(action.kind),
        body_of(action, values).dump(), {}, [values, target, action = &action](Visit& visit, const Answer& answer) {
            if (answer.status == 404) return visit.guest_->nothing_here();
            if (answer.status == 200)
                return visit.guest_->send_on(std::string(top) + "/complaint/" + answer.text("token") +
                                             "?done=" + std::string(action->kind));
            const Trouble trouble = trouble_of(answer, values, visit.reader().language);
            if (answer.status == 400 || answer.status == 409) return visit.follow(answer.status, action, trouble);
            visit.guest_->send_page(answer.status, form_page(*action, target, {}, trouble, visit.reader()));
        });
}

/// Below the top; nothing if one of them could not be part of a link of ours.
std::optional<Segments> segments_of(std::string_view path) {
    Segments segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, end);
        const bool plain =
            !segment.empty() && segment.size() <= 100 &&
            std::ranges::all_of(segment, [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
        if (!plain) return {};
        segments.emplace_back(segment);
        path.remove_prefix(end);
    }
    return segments;
}

}  // namespace

bool Pages::answer(const ExchangePtr& exchange) const {
    const std::string& path = exchange->request.path;
    if (!path.starts_with(top) || (path.size() > top.size() && path[top.size()] != '/')) return false;
    if (path == "/feedback/style.css" || path == "/feedback/zone.js") {
        const bool is_style = path.ends_with(".css");
        exchange->route = path;
        exchange->send({.content_type = is_style ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
                        .body = std::string(is_style ? style_sheet() : script()),
                        .headers = {{"Cache-Control", "max-age=3600"}}});
        return true;
    }
    static constexpr const char* routes[] = {"/feedback", "/feedback/{kind}", "/feedback/{kind}/{token}",
                                             "/feedback/{kind}/{token}/{action}"};
    const auto segments = segments_of(std::string_view(path).substr(top.size()));
    exchange->route = routes[std::min<std::size_t>(segments ? segments->size() : 0, 3)];
    const auto guest = std::make_shared<const Guest>(exchange, locale_(), over_tls_);
    if (!segments) guest->nothing_here();
    else std::make_shared<Visit>(api_, guest, *segments)->begin();
    return true;
}

}  // namespace rapport::gateway::feedback
