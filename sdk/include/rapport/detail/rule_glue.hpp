// SPDX-License-Identifier: MIT
#pragma once

#include "rapport/rule.hpp"

namespace rapport::detail {

/// A rule's description in the form of the ABI; what it points to lives in `prototype`.
template <class T>
struct RuleSheet {
    T prototype;
    std::string schema = prototype.settings_schema();
    std::vector<rapport_input> inputs;
    std::vector<rapport_factor> factors;
    std::vector<const rapport_input*> input_list;
    std::vector<const rapport_factor*> factor_list;
    rapport_rule_description description{};

    [[gnu::cold]] RuleSheet() {
        for (const auto& each : prototype.declared_inputs())
            inputs.push_back({sizeof(rapport_input), each.type, borrow(each.name), borrow(each.doc)});
        for (const auto& each : prototype.declared_factors())
            factors.push_back({sizeof(rapport_factor), 0, borrow(each.name), borrow(each.doc)});
        for (const auto& each : inputs) input_list.push_back(&each);
        for (const auto& each : factors) factor_list.push_back(&each);
        description = {sizeof description,
                       static_cast<uint32_t>(inputs.size()),
                       static_cast<uint32_t>(factors.size()),
                       input_list.data(),
                       factor_list.data(),
                       borrow(schema)};
    }
};

template <class T>
struct RuleGlue {
    static_assert(std::is_base_of_v<Rule, T>, "RAPPORT_RULE names a class derived from rapport::Rule");
    static_assert(
        requires(const T& rule, Rule::Row& row) { rule.score(row); }, "a rule defines void score(Row& row) const");

    struct Instance {
        T rule;
        std::forward_list<std::string> texts = {};  // the reasons of the last batch

        Instance(const rapport_host* host, const rapport_settings& settings) { prepare(rule, host, settings); }
    };

    [[gnu::cold]] static const rapport_rule_description* describe(rapport_error* error) noexcept {
        return guarded<const rapport_rule_description*>(error, nullptr, [] {
            static const RuleSheet<T> sheet;
            return &sheet.description;
        });
    }

    [[gnu::cold]] static void* create(const rapport_host* host, const rapport_settings* settings,
                                      rapport_error* error) noexcept {
        return guarded<void*>(error, nullptr, [&] { return new Instance(host, *settings); });
    }

    [[gnu::cold]] static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }

    static int32_t score(void* self, const rapport_batch* in, rapport_scores* out, rapport_error* error) noexcept {
        return guarded<int32_t>(error, 1, [&] {
            auto& [rule, texts] = *static_cast<Instance*>(self);
            texts.clear();
            const auto factors = static_cast<uint32_t>(rule.declared_factors().size());
            for (uint32_t r = 0; r < in->rows; ++r) {
                Rule::Row row(*in, *out, texts, r, factors);
                score_one(rule, row);
            }
            return 0;
        });
    }

    static void score_one(const T& rule, Rule::Row& row) {
        try {
            rule.score(row);
            row.finish();
        } catch (const std::exception& thrown) {
            row.fail(thrown.what());
        } catch (...) {
            row.fail("the rule threw something that is not a std::exception");
        }
    }

    static constexpr rapport_rule table(double lowest, double highest) {
        return {sizeof(rapport_rule), 0, lowest, highest, describe, create, destroy, score};
    }
};

}  // namespace rapport::detail

/// Makes TYPE the rule of this plugin. ID is a reverse domain name, VERSION a semantic version; both and TITLE are
/// string literals. Every value lies between LOWEST and HIGHEST.
#define RAPPORT_RULE(TYPE, ID, VERSION, TITLE, LOWEST, HIGHEST)                                                 \
    static constexpr rapport_rule rapport_rule_table = rapport::detail::RuleGlue<TYPE>::table(LOWEST, HIGHEST); \
    extern "C" constexpr rapport_plugin rapport_plugin_entry = {sizeof(rapport_plugin),                         \
                                                                RAPPORT_ABI_MAJOR,                              \
                                                                RAPPORT_ABI_MINOR,                              \
                                                                RAPPORT_KIND_RULE,                              \
                                                                rapport::detail::borrow(ID),                    \
                                                                rapport::detail::borrow(VERSION),               \
                                                                rapport::detail::borrow(TITLE),                 \
                                                                &rapport_rule_table,                            \
                                                                nullptr};                                       \
    RAPPORT_NOTE(1, ID, VERSION);
