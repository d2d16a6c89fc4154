// SPDX-License-Identifier: MIT
#include "services/notifier/letter.hpp"

#include <algorithm>
#include <cmath>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/number.hpp"
#include "bus/base/unpack.hpp"
#include "bus/base/wire.hpp"
#include "services/kit/calendar/zone.hpp"
#include "services/kit/language/local_time.hpp"
#include "services/notifier/event_fields.hpp"

namespace rapport::notifier {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t max_letter = 256 << 10;

/// Where events tell the path of the page of whoever filed something from outside.
constexpr std::string_view page = "page";

/// Texts that look like a time of ours, `2026-11-22T14:20:00.000Z`.
std::optional<Instant> time_in(std::string_view text) {
    const bool like = text.size() >= 20 && text.size() <= 35 && text[4] == '-' && text[10] == 'T';
    return like ? instant_from(text) : std::nullopt;
}

/// MessagePack as what a template reads. Nothing and empty text count as false.
class Reader {
public:
    Reader(std::string time_zone, std::optional<kit::Language> language)
        : time_zone_(std::move(time_zone)), language_(language) {}

    mustache::data read(const msgpack::object& value) const {
        switch (value.type) {
            case msgpack::type::BOOLEAN:
                return value.via.boolean;
            case msgpack::type::POSITIVE_INTEGER:
                return std::to_string(value.via.u64);
            case msgpack::type::NEGATIVE_INTEGER:
                return std::to_string(value.via.i64);
            case msgpack::type::FLOAT32:
            case msgpack::type::FLOAT64:
                if (!std::isfinite(value.via.f64)) return false;
                return number_text(value.via.f64);
            case msgpack::type::STR:
                if (value.via.str.size == 0) return false;
                return std::string(text_of(value));
            case msgpack::type::ARRAY: {
                mustache::data list(mustache::data::type::list);
                for (const msgpack::object& each : std::span(value.via.array.ptr, value.via.array.size))
                    list.push_back(read(each));
                return list;
            }
            case msgpack::type::MAP:
                return map(value);
            default:
                return false;
        }
    }

private:
    static std::string_view text_of(const msgpack::object& value) { return {value.via.str.ptr, value.via.str.size}; }

    mustache::data map(const msgpack::object& value) const {
        mustache::data map;
        for (const msgpack::object_kv& each : std::span(value.via.map.ptr, value.via.map.size)) {
            if (each.key.type != msgpack::type::STR) continue;
            const std::string name(text_of(each.key));
            map.set(name, read(each.val));
            const bool text = each.val.type == msgpack::type::STR;
            if (const auto time = text ? time_in(text_of(each.val)) : std::nullopt)
                map.set(name + "_local", kit::local_text(*time, time_zone_, language_));
        }
        return map;
    }

    const std::string time_zone_;
    const std::optional<kit::Language> language_;
};

/// The recipient's, where this machine knows it.
std::string zone_of(const Addressee& to, const Letterhead& head) {
    if (!to.time_zone) return head.time_zone;
    try {
        const kit::Zone known(*to.time_zone);
        return *to.time_zone;
    } catch (const Error&) {
        return head.time_zone;
    }
}

/// Adds the link to what of the event's data has a page of its own.
void add_link(mustache::data& record, const std::string& link) {
    if (link.empty() || !record.get("data") || !record.get("data")->is_object()) return;
    mustache::data& data = record["data"];
    for (const std::string_view name : with_page) {
        const std::string filed(name);
        if (const mustache::data* entity = data.get(filed); entity && entity->is_object())
            data[filed].set("link", link);
    }
}

mustache::data data_of(const Addressee& to) {
    mustache::data recipient("name", to.name);
    recipient.set("address", to.address);
    if (to.language) recipient.set("language", *to.language);
    return recipient;
}

[[noreturn]] void too_large() { throw Error(Code::resource_exhausted, "the letter would be larger than 256 KiB"); }

/// Where names are looked up. What people wrote in a complaint is never taken for a template: there are no partials.
/// Sections within sections over long lists end when they have cost more than any letter is worth.
class Names final : public mustache::context<std::string> {
public:
    explicit Names(std::size_t template_size) : template_size_(template_size) {}

    void push(const mustache::data* data) override {
        spend(template_size_);
        context::push(data);
    }
    const mustache::data* get(const std::string& name) const override {
        const mustache::data* found = context::get(name);
        spend(name.size() + (found && found->is_string() ? found->string_value().size() : 0));
        return found;
    }
    const mustache::data* get_partial(const std::string&) const override { return nullptr; }

private:
    void spend(std::size_t cost) const {
        if ((spent_ += cost + 64) > 4 * max_letter) too_large();
    }

    const std::size_t template_size_;
    mutable std::size_t spent_ = 0;
};

std::string fill(const std::string& text, const mustache::data& record) {
    Names names(text.size());
    names.push(&record);
    if (const mustache::data* data = record.get("data")) names.push(data);
    mustache::mustache parsed(text);
    parsed.set_custom_escape([](const std::string& plain) { return plain; });
    std::ostringstream out;
    parsed.render(names, out);
    std::string filled = out.str();
    if (filled.size() > max_letter) too_large();
    return filled;
}

/// A subject is one line: a line break in it would begin another header in a mail.
std::string one_line(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return text;
}

}  // namespace

void check_template(const std::string& path, const std::string& text) {
    const mustache::mustache parsed(text);
    if (!parsed.is_valid()) throw invalid(path, "is no Mustache template: " + parsed.error_message());
    for (auto at = text.find("{{"); at != text.npos; at = text.find("{{", at + 2))
        if (const auto next = text.find_first_not_of(" \t\r\n", at + 2); next != text.npos && text[next] == '>')
            throw invalid(path, "must not include other templates");
}

Letter write(const Template& in, const Any& event, const Addressee& to, const Letterhead& head) {
    const Unpacked unpacked(event.bytes);
    mustache::data record = Reader(zone_of(to, head), kit::language_of(in.language)).read(unpacked.value());
    record.set("recipient", data_of(to));
    if (!head.organisation.empty()) record.set("organisation", head.organisation);
    add_link(record, to.link);
    return {one_line(fill(in.subject, record)), fill(in.text, record), in.language};
}

bus::Event without_page(bus::Event event) {
    if (texts_at(event.data, page).empty()) return event;
    auto data = nlohmann::json::parse(to_json(event.data.bytes));
    data.erase(page);
    event.data = {from_json(data.dump())};
    return event;
}

std::string link_in(const bus::Event& event, const Letterhead& head) {
    if (head.public_url.empty()) return {};
    const auto paths = texts_at(event.data, page);
    return paths.empty() ? "" : head.public_url + paths.front();
}

}  // namespace rapport::notifier
