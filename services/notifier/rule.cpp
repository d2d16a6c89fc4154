// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

#include <algorithm>
#include <set>

#include "bus/base/error.hpp"
#include "bus/base/filter.hpp"
#include "bus/base/names.hpp"
#include "services/kit/method.hpp"
#include "services/notifier/letter.hpp"
#include "services/registry/api.hpp"

namespace rapport::notifier {
namespace {

void check_where(const std::string& where) {
    try {
        parse_filter(where);
    } catch (const Error& error) {
        throw Error(error.code(), "where: " + error.message(), error.details());
    }
}

void check_templates(const std::vector<Template>& templates) {
    if (templates.empty()) throw invalid("templates", "needs at least one");
    std::set<std::string> languages;
    for (std::size_t i = 0; i < templates.size(); ++i) {
        const std::string path = "templates[" + std::to_string(i) + "]";
        check_template(path + ".subject", templates[i].subject);
        check_template(path + ".text", templates[i].text);
        if (!languages.insert(templates[i].language).second)
            throw invalid(path + ".language", "must be another than those before it");
    }
}

template <Named E>
void check_word(const std::string& path, const std::string& word, E) {
    constexpr auto names = names_of(E{});
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (std::ranges::find(known, word) == known.end())
        throw invalid(path, shown_name(word) + " " + not_one_of(word, known));
}

void check_recipients(const std::vector<Recipient>& recipients) {
    if (recipients.empty()) throw invalid("recipients", "needs at least one");
    if (std::set(recipients.begin(), recipients.end()).size() != recipients.size())
        throw invalid("recipients", "must name each but once");
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        const std::string path = "recipients[" + std::to_string(i) + "]";
        if (recipients[i].kind == Recipient::contact)
            check_word(path, recipients[i].which, registry::api::ContactRole{});
        if (recipients[i].kind == Recipient::user_role) check_word(path, recipients[i].which, kit::Role{});
    }
}

std::string_view without_region(std::string_view language) { return language.substr(0, language.find_first_of("-_")); }

}  // namespace

void check(const Rule& rule) {
    if (rule.where) check_where(*rule.where);
    check_recipients(rule.recipients);
    check_templates(rule.templates);
}

bool applies(const Rule& rule, const Any& event) {
    return rule.enabled && !rule.retired && (!rule.where || matches(parse_filter(*rule.where), event));
}

const Template& template_in(const Rule& rule, std::initializer_list<std::optional<std::string>> languages) {
    for (const auto& language : languages) {
        if (!language) continue;
        for (const Template& each : rule.templates)
            if (each.language == *language) return each;
        for (const Template& each : rule.templates)
            if (without_region(each.language) == without_region(*language)) return each;
    }
    return rule.templates.at(0);
}

std::vector<Rule> shipped_rules() {
    std::vector<Rule> all = complainant_rules();
    for (auto& more : {desk_rules(), account_rules()}) all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace rapport::notifier
