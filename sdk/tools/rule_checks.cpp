// SPDX-License-Identifier: MIT
// Of a rule: whether the same row always scores the same, in range, in time, whatever stands beside it.
#include <algorithm>

#include "sdk/host/number.hpp"
#include "sdk/tools/checker.hpp"

namespace rapport::sdk::tools {
namespace {

constexpr std::size_t some_rows = 200, many_rows = 100'000, rows_while_churning = 4;

class RuleChecks {
public:
    explicit RuleChecks(const Subject& subject, const CheckOptions& options)
        : subject_(subject),
          inputs_(subject.sheet.inputs),
          rows_(options.rows ? options.rows(inputs_) : random_rows(inputs_, some_rows, options.seed)),
          seed_(options.seed),
          made_up_(!options.rows) {
        if (rows_.empty()) rows_.push_back(Row(inputs_.size()));
    }

    std::string sizes(std::size_t count) const {
        std::vector<Row> rows;
        rows.reserve(count);
        for (std::size_t i = 0; i < count; ++i) rows.push_back(rows_[i % rows_.size()]);
        const auto begun = std::chrono::steady_clock::now();
        const auto scores = score(rows);
        const auto ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
        const auto refused = must_not_fail(scores);
        return std::to_string(scores.size()) + (count == 1 ? " row" : " rows") + " in " +
               std::to_string(static_cast<long>(ms)) + " ms" + refused;
    }

    std::string nothing_known() const {
        const auto scores = score(std::vector<Row>(1, Row(inputs_.size())));
        must_not_fail(scores);
        return scores.statuses[0] == Status::scored ? "scores " + number(scores.values[0])
                                                    : "no score: " + scores[0].reason;
    }

    std::string values() {
        expected_.emplace(score(rows_));
        const auto refused = must_not_fail(*expected_);
        const auto scored = std::ranges::count(expected_->statuses, Status::scored);
        if (scored == 0 && !refused.empty())
            throw Fault("no row is scored" + refused +
                        "; say row.none(…) where a row cannot be scored, and give rows that it "
                        "takes with --data");
        return std::to_string(scored) + " of " + std::to_string(rows_.size()) +
               " rows scored, all in range, factors sum to the value" + refused;
    }

    std::string repeated() const {
        compare(
            score(rows_), [](std::size_t row) { return row; }, "when it is scored a second time");
        auto rule = make();  // and by the same instance
        const auto batch = batch_of(inputs_, rows_, usual_now);
        rule.score(batch);
        compare(
            rule.score(batch), [](std::size_t row) { return row; }, "when one instance scores it a second time");
        return "the same rows score the same";
    }

    std::string reordered() const {
        const auto order = shuffled(rows_.size(), seed_ + 1);
        std::vector<Row> rows;
        for (const auto row : order) rows.push_back(rows_[row]);
        compare(
            score(rows), [&](std::size_t row) { return order[row]; }, "after other rows than before");
        return "rows score the same in any order";
    }

    std::string split() const {
        auto rule = make();
        for (std::size_t first = 0, size = 1; first < rows_.size(); first += size, size = size % 7 + 1) {
            const auto part = std::span(rows_).subspan(first, std::min(size, rows_.size() - first));
            compare(
                rule.score(batch_of(inputs_, part, usual_now)), [&](std::size_t row) { return first + row; },
                "in a batch of another size");
        }
        return "rows score the same in batches of 1 to 7";
    }

    std::string leaks() const {
        const auto some = std::span(rows_).first(std::min(rows_.size(), rows_while_churning));
        return check_leaks(subject_, batch_of(inputs_, some, usual_now));
    }

private:
    RulePlugin make() const { return RulePlugin(subject_.spec); }
    Scores score(const std::vector<Row>& rows) const { return make().score(batch_of(inputs_, rows, usual_now)); }

    /// Fault where the host had to fail a row, FatalFault where the process was lost over it. That the rule itself says
    /// that it cannot take a row is its right where the row is made up. Answers how many it did not take, in words.
    std::string must_not_fail(const Scores& scores) const {
        std::size_t refused = 0, first = 0;
        for (std::size_t row = 0; row < scores.size(); ++row) {
            if (scores.statuses[row] != Status::failed) continue;
            const auto reason = scores[row].reason;
            const auto words = "row " + std::to_string(row + 1) + " fails: " + reason;
            if (reason.starts_with("the rule's process ")) throw FatalFault(words);
            if (reason == "std::bad_alloc")
                throw Fault(words + ": it takes more memory than a plugin's process is allowed");
            if (!made_up_ || reason.starts_with("the rule's ") || reason.starts_with("the rule "))
                throw Fault(words + "; say row.none(…) where a row cannot be scored");
            if (refused++ == 0) first = row;
        }
        if (refused == 0) return {};
        return "; " + std::to_string(refused) + " made-up rows fail, such as row " + std::to_string(first + 1) + ": " +
               scores[first].reason;
    }

    /// Fault where a row of `got` is not what `expected_` has for the row that `origin` names.
    template <class Origin>
    void compare(const Scores& got, Origin origin, const std::string& when) const {
        for (std::size_t row = 0; row < got.size(); ++row) {
            const auto a = (*expected_)[origin(row)], b = got[row];
            bool alike = a.status == b.status && a.reason == b.reason;
            if (alike && a.status == Status::scored) alike = a.value == b.value && a.confidence == b.confidence;
            for (std::size_t f = 0; alike && f < a.factors.size(); ++f)
                alike = a.factors[f].contribution == b.factors[f].contribution;
            if (alike) continue;
            throw Fault("row " + std::to_string(origin(row) + 1) + " scores " + in_words(a) + " at first and " +
                        in_words(b) + " " + when + "; a score may depend on the row, the settings and row.now() alone");
        }
    }

    static std::string in_words(const Scored& scored) {
        const auto why = scored.reason.empty() ? std::string() : " (" + scored.reason + ")";
        return (scored.status == Status::scored ? number(scored.value) : std::string(to_string(scored.status))) + why;
    }

    const Subject& subject_;
    const Inputs& inputs_;
    std::vector<Row> rows_;
    std::uint64_t seed_;
    bool made_up_;
    std::optional<Scores> expected_;
};

}  // namespace

void check_rule(Checker& checker, const Subject& subject) {
    if (checker.ended()) return;
    RuleChecks checks(subject, checker.options);
    checker.must("starts", [&] { return "with these settings: " + RulePlugin(subject.spec).description().title; });
    checker.test("one row", [&] { return checks.sizes(1); });
    checker.test("no rows", [&] { return checks.sizes(0); });
    checker.test("nothing known", [&] { return checks.nothing_known(); });
    checker.must("values", [&] { return checks.values(); });
    checker.test("same again", [&] { return checks.repeated(); });
    checker.test("order", [&] { return checks.reordered(); });
    checker.test("batches", [&] { return checks.split(); });
    checker.test("100,000 rows", [&] { return checks.sizes(many_rows); });
    checker.test("leaks", [&] { return checks.leaks(); });
}

}  // namespace rapport::sdk::tools
