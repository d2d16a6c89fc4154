// SPDX-License-Identifier: MIT
#include <cmath>
#include <rapport/plugin.hpp>

#include "terms.hpp"

namespace {

using severity::Terms;

/// Scores how severe a complaint is, 0 to 100. Each aspect gives points up to its weight; points add up, and where they
/// would pass 100 all are scaled back alike, so that the factors always sum to the value.
struct Severity : rapport::Rule {
    Input<rapport::Text> subject{this, "complaint.subject", "the complaint in one line"};
    Input<rapport::Text> text{this, "complaint.text", "what happened, in the complainant's words"};
    Input<rapport::Text> category{this, "complaint.category", "what kind of complaint it is"};
    Input<rapport::Text> remedy{this, "complaint.remedy", "what the complainant asks for"};
    Input<rapport::Text> channel{this, "complaint.channel", "how it was received: email, phone, web, regulator …"};
    Input<rapport::Boolean> safety{this, "complaint.safety", "whether somebody's safety is concerned"};
    Input<rapport::Boolean> immediate{this, "complaint.immediate_action", "whether something must be done at once"};
    Input<rapport::Number> impact{this, "complaint.impact", "1 (hardly any) to 5 (business stands still)"};
    Input<rapport::Number> repeats{this, "complaint.repeats_90d",
                                   "earlier complaints of the same party about the same within 90 days"};
    Input<rapport::Boolean> disputed{this, "complaint.disputed", "whether an answer to it was disputed"};
    Input<rapport::Boolean> vulnerable{this, "complaint.vulnerable",
                                       "whether the complainant is old, ill or otherwise in need of care"};
    Input<rapport::Number> amount{this, "complaint.amount", "money at stake, in whole units of the currency"};

    Setting<double> safety_points{this, "safety_points", 40, "points where safety is concerned", 0, 100};
    Setting<double> immediate_points{
        this, "immediate_action_points", 20, "points where something must be done at once", 0, 100};
    Setting<double> impact_points{
        this, "impact_points", 40, "points for impact 5; impact 1 gives none, between is linear", 0, 100};
    Setting<double> repeat_points{
        this, "repeat_points", 15, "points for three repeats or more; fewer give a third each", 0, 100};
    Setting<double> disputed_points{this, "disputed_points", 10, "points where an answer was disputed", 0, 100};
    Setting<double> vulnerable_points{this, "vulnerable_points", 15, "points where the complainant needs care", 0, 100};
    Setting<double> amount_points{
        this, "amount_points", 15, "points for the full amount; less gives less, by its logarithm", 0, 100};
    Setting<double> full_amount{this, "full_amount", 10'000, "the amount that gives all points", 10, 1e12};
    Setting<double> wording_points{
        this, "wording_points", 30, "points for three grave terms or more; one gives half, two three quarters", 0, 100};
    Setting<double> source_points{
        this, "source_points", 10, "points where it came through, or asks for, one of the grave sources", 0, 100};
    Setting<std::string> grave_terms{
        this,
        "grave_terms",
        "injur, death, died, fire, smoke, electric shock, hospital, unsafe, danger, outage, data loss, data breach, "
        "breach, leaked, stolen, "
        "identity theft, fraud, unauthorized, illegal, harass, threat, discriminat, foreclos, evict, bankrupt",
        "grave words in subject, text and category, separated by commas; each matches at the start of a word",
        0,
        10'000};
    Setting<std::string> grave_sources{
        this,
        "grave_sources",
        "regulator, supervisor, ombudsman, court, lawyer, attorney, police, press, termination, compensation",
        "grave words in how it was received and in the remedy asked for",
        0,
        10'000};

    Factor safety_factor{this, "safety"}, immediate_factor{this, "immediate action"}, impact_factor{this, "impact"},
        repeat_factor{this, "repeats"}, disputed_factor{this, "disputed"},
        vulnerable_factor{this, "vulnerable complainant"}, amount_factor{this, "amount at stake"},
        wording_factor{this, "wording"}, source_factor{this, "source and remedy"};

    void start() {
        terms_ = Terms(*grave_terms);
        sources_ = Terms(*grave_sources);
    }

    void score(Row& row) const {
        Tally tally{row};
        if (!row.has(subject) && !row.has(text) && !row.has(impact) && !row.has(safety))
            return row.none("neither text, impact nor safety is known");
        tally.add(safety_factor, safety_points, share(row[safety]), "safety is concerned");
        tally.add(immediate_factor, immediate_points, share(row[immediate]), "something must be done at once");
        tally.add(disputed_factor, disputed_points, share(row[disputed]), "an answer was disputed");
        tally.add(vulnerable_factor, vulnerable_points, share(row[vulnerable]), "the complainant needs care");
        tally.add(impact_factor, impact_points, row[impact] ? between(*row[impact], 1, 5) : unknown, "impact");
        tally.add(repeat_factor, repeat_points, row[repeats] ? between(*row[repeats], 0, 3) : unknown, "repeated");
        tally.add(amount_factor, amount_points, row[amount] ? amount_share(*row[amount]) : unknown, "amount at stake");
        add_wording(row, tally);
        tally.finish();
    }

private:
    static constexpr double unknown = -1;

    /// Adds points up and says in words where they came from.
    struct Tally {
        Row& row;
        double sum = 0, known = 0, possible = 0;
        std::vector<const Factor*> used = {};
        std::string words = {};

        void add(const Factor& factor, double points, double share, std::string_view because) {
            possible += points;
            if (share < 0) return;
            known += points;
            if (share * points <= 0) return;
            row[factor] = share * points;
            sum += share * points;
            used.push_back(&factor);
            words.append(words.empty() ? "" : "; ").append(because);
        }
        void finish() {
            if (sum > 100)
                for (const auto* factor : used) row[*factor] *= 100 / sum;
            row.confidence(possible > 0 ? known / possible : 1);
            row.reason(words.empty() ? "nothing grave is known" : words);
        }
    };

    static double share(std::optional<bool> fact) { return fact ? (*fact ? 1 : 0) : unknown; }
    static double between(double value, double low, double high) {
        return std::clamp((value - low) / (high - low), 0.0, 1.0);
    }
    double amount_share(double value) const {
        return value <= 0 ? 0 : std::min(1.0, std::log1p(value) / std::log1p(full_amount));
    }

    void add_wording(Row& row, Tally& tally) const {
        std::string all;
        for (const auto* input : {&subject, &text, &category}) all.append(row[*input]).append("\n");
        const bool read = row.has(subject) || row.has(text) || row.has(category);
        constexpr double shares[] = {0, 0.5, 0.75, 1};
        const auto found = terms_.found_in(all);
        tally.add(wording_factor, wording_points, read ? shares[std::min<std::size_t>(found.size(), 3)] : unknown,
                  listed("it says ", found));

        const auto where = std::string(row[channel]).append("\n").append(row[remedy]);
        const auto sources = sources_.found_in(where);
        const bool told = row.has(channel) || row.has(remedy);
        tally.add(source_factor, source_points, told ? (sources.empty() ? 0 : 1) : unknown,
                  listed("received through or asking for ", sources));
    }

    static std::string listed(std::string text, const std::vector<std::string_view>& terms) {
        for (std::size_t i = 0; i < terms.size() && i < 5; ++i)
            text.append(i ? ", " : "").append("'").append(terms[i]).append("'");
        return text;
    }

    Terms terms_, sources_;
};

}  // namespace

RAPPORT_RULE(Severity, "rapport.severity", "1.0.0", "Severity of a complaint", 0, 100)
