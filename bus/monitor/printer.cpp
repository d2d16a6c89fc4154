// SPDX-License-Identifier: MIT
#include "bus/monitor/printer.hpp"

#include <fmt/format.h>

#include <ostream>

#include "bus/base/wire.hpp"
#include "bus/monitor/text.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus::monitor {
namespace {

constexpr const char *dim = "2", *bold = "1", *red = "31", *green = "32", *cyan = "36";

HiddenFields redacted(const Tail& options) {
    HiddenFields hidden{.longest = options.truncate};
    for (const auto& field : options.redact)
        (field.find('.') == field.npos ? hidden.names : hidden.paths).insert(field);
    return hidden;
}

std::string hex_dump(std::string_view bytes) {
    constexpr std::size_t width = 16;
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += width) {
        const auto line = bytes.substr(at, width);
        out += fmt::format("{:08x} ", at);
        for (std::size_t i = 0; i < width; ++i)
            out += i < line.size() ? fmt::format(" {:02x}", static_cast<unsigned char>(line[i])) : "   ";
        out += "  ";
        for (const char c : line) out += c >= ' ' && c < 0x7f ? c : '.';
        out += '\n';
    }
    return out;
}

/// What stands at a dotted path of a map; empty if nothing does.
std::string_view at_path(std::string_view value, std::string_view path) {
    while (!path.empty()) {
        const auto key = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(path.size(), key.size() + 1));
        Walk at(value);
        value = {};
        for (auto pairs = at.map().value_or(0); pairs > 0 && value.empty(); --pairs) {
            const auto here = at.text();
            const auto there = here ? at.value() : std::nullopt;
            if (!there) return {};
            if (*here == key) value = *there;
        }
        if (value.empty()) return {};
    }
    return value;
}

std::string plain(std::string_view value) {
    if (value.empty() || value == "\xc0") return {};
    const auto text = Walk(value).text();
    return text ? std::string(*text) : to_json(value);
}

}  // namespace

void check_template(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') continue;
        const auto close = text.find('}', at);
        if (close == text.npos) throw invalid("template", "must close each { with }: {type} {data.complaint.number}");
        at = close;
    }
}

Printer::Printer(const Tail& options, bool many_kinds, std::ostream& out)
    : options_(options), many_kinds_(many_kinds), redacted_(redacted(options)), out_(out) {}

bool Printer::closed() const { return !out_; }
void Printer::flush() { out_.flush(); }

void Printer::prepare(Record& record, const Masks& masks) const {
    if (options_.headers_only) {
        record.data = record.result = {};
        return;
    }
    masks.apply(record, options_.show_personal);
    record.data = hide(record.data, redacted_, record.kind == Kind::event ? "data" : "params");
    record.result = hide(record.result, redacted_, record.kind == Kind::err ? "error" : "result");
}

void Printer::print(const Record& record, const Any& map) {
    switch (options_.form) {
        case Form::pretty:
            out_ << pretty(record) << '\n';
            break;
        case Form::json:
            out_ << to_pretty_json(map.bytes) << '\n';
            break;
        case Form::jsonl:
            out_ << to_json(map.bytes) << '\n';
            break;
        case Form::raw:
            for (const auto& frame : record.frames) out_ << frame;
            break;
        case Form::hex:
            out_ << "# " << pretty(record) << '\n';
            for (const auto& frame : record.frames) out_ << hex_dump(frame);
            break;
        case Form::text_template:
            out_ << filled_in(map) << '\n';
            break;
    }
    before_ = record.time;
}

/// `{path}` stands for what is there, `\n` and `\t` for what they do elsewhere.
std::string Printer::filled_in(const Any& map) const {
    std::string out;
    std::string_view rest = options_.text_template;
    while (!rest.empty()) {
        const auto special = rest.find_first_of("{\\");
        out += rest.substr(0, special);
        if (special == rest.npos) break;
        rest.remove_prefix(special);
        if (rest[0] == '\\' && rest.size() > 1) {
            out += rest[1] == 'n' ? '\n' : rest[1] == 't' ? '\t' : rest[1];
            rest.remove_prefix(2);
        } else if (const auto close = rest.find('}'); rest[0] == '{' && close != rest.npos) {
            out += printable(plain(at_path(map.bytes, rest.substr(1, close - 1))));
            rest.remove_prefix(close + 1);
        } else {
            out += rest[0];
            rest.remove_prefix(1);
        }
    }
    return out;
}

std::string Printer::time_of(const Record& record) {
    if (options_.times == Times::utc) return utc_text(record.time);
    if (options_.times == Times::local) return local_text(record.time);
    return fmt::format("{:>+10.3f}", before_ ? static_cast<double>(record.time - *before_) / 1e6 : 0.0);
}

std::string Printer::colored(const char* color, std::string text) const {
    if (options_.color != When::always || text.empty()) return text;
    return fmt::format("\x1b[{}m{}\x1b[0m", color, text);
}

std::string Printer::pretty(const Record& record) {
    std::string line = colored(dim, time_of(record));
    const auto add = [&line](const std::string& text) {
        if (!text.empty()) line += "  " + text;
    };
    if (many_kinds_ && !options_.match_replies)
        add(colored(record.kind == Kind::err ? red : cyan, fmt::format("{:<5}", name_of(record.kind))));
    add(colored(bold, printable(record.type)));
    if (record.kind == Kind::event) {
        add(printable(record.subject));
        add(fmt::format("#{}", record.sequence));
    } else if (!options_.match_replies && record.call) {
        add(fmt::format("call {}", record.call));
    }
    if (record.took) add(took_text(*record.took));
    if (record.is_answer() && options_.match_replies)
        add(record.kind == Kind::err ? colored(red, printable(record.code)) : colored(green, "ok"));
    else add(colored(red, printable(record.code)));
    if (record.is_answer() && !record.last) add("part");
    add(printable(record.actor));
    if (record.kind == Kind::hb) add(printable(record.peer));
    if (record.event && record.event->quiet) add("quiet");
    return line + told(record);
}

/// Data, and what was answered.
std::string Printer::told(const Record& record) const {
    std::string text;
    const bool both = record.is_answer() && options_.match_replies;
    if (!record.data.empty() && (both || !record.is_answer())) text += "  " + to_json(record.data.bytes);
    if (!record.result.empty()) text += (both ? " → " : "  ") + to_json(record.result.bytes);
    return text;
}

}  // namespace rapport::bus::monitor
