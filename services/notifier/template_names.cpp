// SPDX-License-Identifier: MIT
#include "services/notifier/template_names.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"

namespace rapport::notifier {
namespace {

using Kind = Place::Kind;

std::string trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first));
}

/// `{{#name}}`: sign `#`, name `name`. A variable has sign ' '.
struct Tag {
    char sign;
    std::string name;
};

/// Goes from tag to tag. What is no template ends it: the library that fills templates in has said so before.
class Tags {
public:
    explicit Tags(std::string_view text) : text_(text) {}

    std::optional<Tag> next() {
        const auto begin = text_.find(open_);
        if (begin == text_.npos) return {};
        text_.remove_prefix(begin + open_.size());
        const char first = text_.empty() ? ' ' : text_.front();
        const std::string close = first == '{' ? "}" + close_ : first == '=' ? "=" + close_ : close_;
        const auto end = text_.find(close, 1);
        if (end == text_.npos) return {};
        const bool plain = std::string_view("#^/!&={>").find(first) == std::string_view::npos;
        Tag tag{plain ? ' ' : first, trimmed(text_.substr(plain ? 0 : 1, end - (plain ? 0 : 1)))};
        text_.remove_prefix(end + close.size());
        if (tag.sign == '=') change_delimiters(tag.name);
        return tag;
    }

private:
    void change_delimiters(const std::string& both) {
        const auto blank = both.find_first_of(" \t");
        if (blank == both.npos) return;
        open_ = both.substr(0, blank);
        close_ = trimmed(std::string_view(both).substr(blank));
    }

    std::string_view text_;
    std::string open_ = "{{", close_ = "}}";
};

using PlacePtr = std::shared_ptr<const Place>;

PlacePtr of_kind(Kind kind) {
    auto place = std::make_shared<Place>();
    place->kind = kind;
    return place;
}

/// What names are looked up in, innermost last.
class Scopes {
public:
    explicit Scopes(const LetterNames& names) : with_page_(names.with_page), scopes_{names.event, names.data} {}

    /// What the name stands for; throws what is wrong with it.
    PlacePtr find(const std::string& name) const {
        if (name == ".") return items_.back();
        if (std::ranges::any_of(items_, [](const PlacePtr& item) { return item->kind == Kind::any; }))
            return items_.back();  // whatever is carried unread may have it
        std::string problem;
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
            const auto found = scope->find(name, false);
            if (found.place) return found.place;
            const bool begins = scope->find(name.substr(0, name.find('.')), false).place != nullptr;
            if (begins && problem.empty()) problem = found.problem;
        }
        if (auto made = made_for_letters(name)) return made;
        throw Error(Code::invalid_argument, problem.empty() ? unknown(name) : problem);
    }
    void enter(const PlacePtr& place) {
        const PlacePtr each = place->kind == Kind::list ? place->element : place;
        items_.push_back(each);
        scopes_.emplace_back(each);
    }
    void leave() {
        items_.pop_back();
        scopes_.pop_back();
    }

private:
    /// What letters have beside what events tell: how a time reads where the recipient is, and the address of a page.
    PlacePtr made_for_letters(const std::string& name) const {
        constexpr std::string_view local = "_local", link = "link";
        if (name.ends_with(local)) {
            const auto time = look_up(name.substr(0, name.size() - local.size()));
            return time && time->format == "date-time" ? text_ : nullptr;
        }
        const auto owner = name == link ? items_.back()
                           : name.ends_with("." + std::string(link))
                               ? look_up(name.substr(0, name.size() - link.size() - 1))
                               : nullptr;
        const bool has = owner && std::ranges::find(with_page_, owner) != with_page_.end();
        return has ? text_ : nullptr;
    }
    PlacePtr look_up(const std::string& name) const {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            if (auto found = scope->find(name, false); found.place) return found.place;
        return nullptr;
    }

    std::string unknown(const std::string& name) const {
        std::vector<std::string_view> known;
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            for (const std::string_view each : scope->names())
                if (std::ranges::find(known, each) == known.end()) known.push_back(each);
        const std::string first = name.substr(0, name.find('.'));
        return shown_name(name) + ": " + unknown_name(first, known);
    }

    const std::vector<PlacePtr>& with_page_;
    const PlacePtr text_ = of_kind(Kind::text);
    std::vector<RecordFields> scopes_;
    std::vector<PlacePtr> items_{of_kind(Kind::boolean)};  ///< what `.` stands for; outside of sections nothing
};

}  // namespace

void check_names(const std::string& path, const std::string& text, const LetterNames& names) {
    Scopes scopes(names);
    std::vector<bool> entered;  // of the sections that are open: whether names are looked up in them
    Tags tags(text);
    try {
        while (const auto tag = tags.next()) {
            if (tag->sign == '!' || tag->sign == '=' || tag->sign == '>') continue;
            if (tag->sign == '/') {
                if (entered.empty()) continue;
                if (entered.back()) scopes.leave();
                entered.pop_back();
                continue;
            }
            const auto place = scopes.find(tag->name);
            if (tag->sign != '#' && tag->sign != '^') continue;
            entered.push_back(tag->sign == '#');
            if (entered.back()) scopes.enter(place);
        }
    } catch (const Error& error) {
        throw invalid(path, error.message());
    }
}

}  // namespace rapport::notifier
