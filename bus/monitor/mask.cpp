// SPDX-License-Identifier: MIT
#include "bus/monitor/mask.hpp"

#include "bus/base/wire.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus::monitor {
namespace {

std::string step(const std::string& path, std::string_view key) {
    return path.empty() ? std::string(key) : path + "." + std::string(key);
}

/// Not in the middle of a letter.
std::string_view cut(std::string_view text, std::size_t longest) {
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xc0) == 0x80) --longest;
    return text.substr(0, longest);
}

/// Copies one value, and hides on the way. What is no whole value is not copied at all.
class Hider {
public:
    Hider(const HiddenFields& hidden, std::string& out) : hidden_(hidden), out_(out) {}

    bool value(Walk& at, const std::string& path, int depth) {
        if (depth > static_cast<int>(WireLimits::depth)) return false;
        if (const auto pairs = at.map()) {
            out_.map(*pairs);
            for (std::uint32_t i = 0; i < *pairs; ++i)
                if (!pair(at, path, depth)) return false;
            return true;
        }
        if (const auto elements = at.array()) {
            out_.array(*elements);
            for (std::uint32_t i = 0; i < *elements; ++i)
                if (!value(at, path, depth + 1)) return false;
            return true;
        }
        return scalar(at);
    }

private:
    bool pair(Walk& at, const std::string& path, int depth) {
        const auto key = at.text();
        if (!key) return false;
        out_.text(*key);
        const auto here = step(path, *key);
        if (!hidden_.names.contains(*key) && !hidden_.paths.contains(here)) return value(at, here, depth + 1);
        if (at.nil()) return out_.nil(), true;  // that there is none tells nothing of anybody
        out_.text(masked_value);
        return at.value().has_value();
    }

    bool scalar(Walk& at) {
        if (const auto text = at.text()) {
            if (hidden_.longest == 0 || text->size() <= hidden_.longest) out_.text(*text);
            else out_.text(std::string(cut(*text, hidden_.longest)) + "…");
            return true;
        }
        const auto bytes = at.value();
        if (bytes) out_.raw(*bytes);
        return bytes.has_value();
    }

    const HiddenFields& hidden_;
    Writer out_;
};

/// Walks over a JSON Schema and notes the paths of what it marks.
class SchemaReader {
public:
    SchemaReader(HiddenFields& personal, HiddenFields& secret) : personal_(personal), secret_(secret) {}

    void read(std::string_view schema, const std::string& path) {
        bool typed = false;
        each(schema, [&](std::string_view key, std::string_view value) {
            typed = typed || key == "type" || key == "anyOf";
            if (key == "x-personal") mark(personal_, path, value);
            else if (key == "writeOnly") mark(secret_, path, value);
            else if (key == "properties")
                each(value, [&](std::string_view name, std::string_view of) { read(of, step(path, name)); });
            else if (key == "items") read(value, path);
            else if (key == "anyOf") read_choices(value, path);
        });
        if (!typed) personal_.paths.insert(path);  // anything may stand there
    }

private:
    template <class F>
    static void each(std::string_view map, F f) {
        Walk at(map);
        for (auto pairs = at.map().value_or(0); pairs > 0; --pairs) {
            const auto key = at.text();
            const auto value = key ? at.value() : std::nullopt;
            if (!value) return;
            f(*key, *value);
        }
    }
    void read_choices(std::string_view list, const std::string& path) {
        Walk at(list);
        for (auto count = at.array().value_or(0); count > 0; --count)
            if (const auto choice = at.value()) read(*choice, path);
    }
    static void mark(HiddenFields& hidden, const std::string& path, std::string_view value) {
        if (Walk(value).boolean().value_or(false)) hidden.paths.insert(path);
    }

    HiddenFields &personal_, &secret_;
};

Any all_masked(const Any& value) {
    if (value.empty() || value.bytes == "\xc0") return value;
    Any masked;
    Writer(masked.bytes).text(masked_value);
    return masked;
}

}  // namespace

Any hide(const Any& value, const HiddenFields& hidden, const std::string& path) {
    if (value.empty() || hidden.hides_nothing()) return value;
    if (hidden.paths.contains(path)) return all_masked(value);
    Any shown;
    Walk at(value.bytes);
    return Hider(hidden, shown.bytes).value(at, path, 0) && at.at_end() ? shown : all_masked(value);
}

Masks::Fields Masks::fields_of(const Any& schema) {
    Fields fields;
    SchemaReader(fields.personal, fields.secret).read(schema.bytes, {});
    return fields;
}

void Masks::learn(const ServiceInfo& info) {
    known_.insert(info.name);
    for (const auto& event : info.events) fields_["event " + event.type] = fields_of(event.schema);
    for (const auto& method : info.methods) {
        fields_["request " + info.name + "." + method.name] = fields_of(method.request);
        fields_["result " + info.name + "." + method.name] = fields_of(method.result);
    }
}

Any Masks::masked(const std::string& key, const Any& value, bool show_personal) const {
    const auto known = fields_.find(key);
    if (known == fields_.end()) return show_personal ? value : all_masked(value);
    const Any shown = hide(value, known->second.secret);
    return show_personal ? shown : hide(shown, known->second.personal);
}

Any Masks::event_data(const std::string& type, const Any& data, bool show_personal) const {
    return masked("event " + type, data, show_personal);
}

void Masks::apply(Record& record, bool show_personal) const {
    if (record.kind == Kind::event) {
        record.data = event_data(record.type, record.data, show_personal);
        return;
    }
    if (record.method == "$ping" || record.method == "$info" || record.method == "$stats") return;  // of nobody
    record.data = masked("request " + record.type, record.data, show_personal);
    // The map of an error names fields and limits, never what a person is called.
    if (record.kind == Kind::rep) record.result = masked("result " + record.type, record.result, show_personal);
}

}  // namespace rapport::bus::monitor
