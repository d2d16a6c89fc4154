// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "bus/base/error.hpp"
#include "bus/base/filter.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

using Op = Filter::Op;
using Kind = Filter::Kind;

constexpr const char* a_condition = "a field, `not` or `(`";
constexpr const char* a_field = "a field, such as data.complaint.priority";
constexpr const char* an_operator = "one of = != < <= > >= ~ `in` `is null` `is not null`";
constexpr const char* a_value = "a value, such as 'in progress', P1, 5 or true";

struct Operator {
    std::string_view sign;
    Op op;
};
/// The longer before the shorter that begins it.
constexpr std::array operators{Operator{"!=", Op::differs}, Operator{"<=", Op::at_most}, Operator{">=", Op::at_least},
                               Operator{"=", Op::equal},    Operator{"<", Op::less},     Operator{">", Op::more},
                               Operator{"~", Op::contains}};

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool in_field(char c) { return letter(c) || digit(c) || c == '_' || c == '-' || c == '$' || c == '.'; }
/// Bytes above 0x7f belong to letters of other scripts.
bool in_word(char c) {
    return in_field(c) || c == ':' || c == '+' || c == '/' || c == '@' || c == '#' || c == '%' || (c & 0x80) != 0;
}

template <class Number>
bool whole_number(std::string_view word, Number& number) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc{} && end == word.data() + word.size();
}

FilterValue bare(std::string_view word) {
    FilterValue value{.text = std::string(word)};
    std::int64_t whole = 0;
    double real = 0;
    if (word == "true" || word == "false") value.as = word == "true";
    else if (whole_number(word, whole)) value.as = whole;
    else if (whole_number(word, real) && std::isfinite(real)) value.as = real;
    return value;
}

/// One pass from left to right; each function reads what its name says and leaves `at_` behind it and blanks.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {
        if (text.size() > FilterLimits::bytes)
            fail(FilterLimits::bytes, "at most " + std::to_string(FilterLimits::bytes) + " bytes");
        if (!clean_text(text)) fail(0, "UTF-8 text without NUL");
        skip_blanks();
    }

    Filter whole() {
        if (at_ == text_.size()) return {};
        Filter filter = disjunction(0);
        if (at_ != text_.size()) fail(at_, "`and`, `or` or the end");
        return filter;
    }

private:
    Filter disjunction(int depth) {
        return chain(Kind::any, "or",
                     [this, depth] { return chain(Kind::all, "and", [this, depth] { return condition(depth); }); });
    }

    template <class Part>
    Filter chain(Kind kind, std::string_view between, Part part) {
        Filter first = part();
        if (!keyword(between)) return first;
        Filter chained{.kind = kind};
        chained.parts.push_back(std::move(first));
        do chained.parts.push_back(part());
        while (keyword(between));
        return chained;
    }

    Filter condition(int depth) {
        const std::size_t begin = at_;
        const bool inverse = keyword("not");
        if (!inverse && !sign("(")) return test();
        if (depth == FilterLimits::depth)
            fail(begin, "at most " + std::to_string(FilterLimits::depth) + " levels of `(` and `not`");
        if (inverse) {
            Filter filter{.kind = Kind::none};
            filter.parts.push_back(condition(depth + 1));
            return filter;
        }
        Filter inner = disjunction(depth + 1);
        if (!sign(")")) fail(at_, "`and`, `or` or `)`");
        return inner;
    }

    Filter test() {
        Filter filter{.kind = Kind::test, .field = field()};
        for (const auto& [text, op] : operators) {
            if (!sign(text)) continue;
            filter.op = op;
            filter.values.push_back(value());
            return filter;
        }
        if (keyword("is")) {
            filter.op = keyword("not") ? Op::not_null : Op::null;
            if (!keyword("null")) fail(at_, filter.op == Op::null ? "`null` or `not null`" : "`null`");
        } else if (keyword("in")) {
            filter.op = Op::one_of;
            filter.values = list();
        } else {
            fail(at_, an_operator);
        }
        return filter;
    }

    std::string field() {
        const std::size_t begin = at_;
        if (at_ == text_.size() || !letter(text_[at_])) fail(at_, a_condition);
        const auto path = take(in_field);
        if (path.back() == '.' || path.find("..") != path.npos) fail(begin, a_field);
        skip_blanks();
        return std::string(path);
    }

    std::vector<FilterValue> list() {
        std::vector<FilterValue> values;
        if (!sign("(")) fail(at_, "`(` and values");
        do values.push_back(value());
        while (sign(","));
        if (!sign(")")) fail(at_, "`,` or `)`");
        return values;
    }

    FilterValue value() {
        const std::size_t begin = at_;
        if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) return {.text = quoted()};
        const auto word = take(in_word);
        if (word.empty()) fail(begin, a_value);
        if (word == "null") fail(begin, "a value (for null: `is null` or `is not null`)");
        skip_blanks();
        return bare(word);
    }

    std::string quoted() {
        const std::size_t begin = at_;
        const char quote = text_[at_++];
        std::string out;
        for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
            if (text_[at_] == '\\') escaped(out);
            else out += text_[at_];
        }
        if (at_ == text_.size()) fail(begin, std::string("a closing ") + quote + " for the quote that opens here");
        ++at_;
        skip_blanks();
        return out;
    }

    void escaped(std::string& out) {
        constexpr std::string_view from = "\\\"'nrt", to = "\\\"'\n\r\t";
        const auto found = at_ + 1 < text_.size() ? from.find(text_[at_ + 1]) : from.npos;
        if (found == from.npos) fail(at_, "one of \\\\ \\\" \\' \\n \\r \\t");
        out += to[found];
        ++at_;
    }

    bool sign(std::string_view sign) {
        if (!text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        skip_blanks();
        return true;
    }

    /// In lower or upper case, and not the beginning of a longer word.
    bool keyword(std::string_view word) {
        const auto here = text_.substr(at_, word.size());
        const auto same = [](char a, char b) { return a == b || a == b - 'a' + 'A'; };
        if (here.size() < word.size() || !std::equal(here.begin(), here.end(), word.begin(), same)) return false;
        const auto end = at_ + word.size();
        if (end < text_.size() && in_word(text_[end])) return false;
        at_ = end;
        skip_blanks();
        return true;
    }

    std::string_view take(bool (*belongs)(char)) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && belongs(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void skip_blanks() { take(blank); }

    [[noreturn]] static void fail(std::size_t at, const std::string& expected) {
        Any details;
        Writer out(details.bytes);
        out.map(2);
        out.text("position");
        out.integer(static_cast<std::int64_t>(at) + 1);
        out.text("expected");
        out.text(expected);
        throw Error(Code::invalid_argument, "filter, position " + std::to_string(at + 1) + ": expected " + expected,
                    std::move(details));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Filter parse_filter(std::string_view text) { return Parser(text).whole(); }

}  // namespace rapport
