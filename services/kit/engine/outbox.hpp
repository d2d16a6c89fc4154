// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "bus/events/event.hpp"
#include "bus/events/loss.hpp"
#include "services/kit/engine/event_parties.hpp"
#include "services/kit/own_parties.hpp"
#include "services/kit/timeline.hpp"

namespace rapport::kit {

/// What a walk over a source's whole history found.
struct Verification {
    std::string source, epoch;
    std::int64_t events = 0, gaps = 0, duplicates = 0;
    bool chain_intact = true;
    std::optional<std::int64_t> first_bad;  ///< the first sequence whose digest or chain is not what it must be
    std::vector<bus::Loss> losses;          ///< of other sources' histories, as this service's consumers noticed them

    static constexpr auto fields = describe(
        Field{"source", &Verification::source, "the service"}, Field{"epoch", &Verification::epoch, "of its store"},
        Field{"events", &Verification::events, "how many there are"},
        Field{"gaps", &Verification::gaps, "sequences that are missing"},
        Field{"duplicates", &Verification::duplicates, "ids or sequences that are there twice"},
        Field{"chain_intact", &Verification::chain_intact, "whether each event's hash fits the one before"},
        Field{"first_bad", &Verification::first_bad, "the first that does not"},
        Field{"losses", &Verification::losses, "of others' histories, noticed here and not acknowledged", defaulted});
};

/// A source's history. Appending belongs to the one who writes the store; reading may be done on any connection.
///
/// digest = H(salt ‖ body), chain = H(chain before ‖ head ‖ digest), H = BLAKE2b-256, as hexadecimal text: erasing body
/// and salt leaves the proof that something was told, and nothing to guess it from. The head has all of the event but
/// its data, so the parties that it concerns, too; what is hashed is the text as it is stored, so heads of earlier
/// versions, which name none, stay proven.
class Outbox {
public:
    /// Reads where the history ends; a store without one gets an epoch.
    Outbox(Db& db, std::string source);

    /// Gives each event its sequence, epoch and time of record, and the one before it; stores it, and by which parties
    /// it is found, within the transaction that is open.
    void append(Db& db, std::span<bus::Event> events, Instant now);
    /// Forgets what was appended since the last commit, which was rolled back.
    void reload(Db& db);
    bus::Watermark watermark() const;

    static bus::Watermark watermark(Db& db, const std::string& source);
    /// Whose events are read, and what says which parties those concern that were stored without.
    struct Reader {
        OwnParties own = {};
        const EventParties& parties;
    };
    /// Events after a sequence, in order, at most `limit` and about 1 MiB of them. For who sees some parties alone they
    /// have no `previous`, and the page says how far it goes (`through`).
    static bus::EventPage read(Db& db, const bus::ReadEvents& request, const Reader& reader);
    /// What was told of one subject, in order.
    static std::vector<bus::Event> about(Db& db, const std::string& subject, const Reader& reader);
    /// What was told of a party, newest first by the time that it happened, and of those merged with it; at most
    /// `limit` and about 1 MiB. Nothing to who does not see it.
    static Timeline of_party(Db& db, const AskTimeline& asked, const Reader& reader);
    /// The same of those before a sequence, newest first, at most `limit`.
    static std::vector<bus::Event> newest_about(Db& db, const std::string& subject, const Reader& reader,
                                                std::optional<std::int64_t> before, std::int64_t limit);
    static Verification verify(Db& db, const std::string& source);

private:
    std::string source_, epoch_, chain_;
    std::int64_t last_ = 0;
    std::optional<Uuid> last_id_;
    Instant recorded_;
};

/// Takes its data from an event that is not stored in the history yet, as an erasure has to.
void erase_data(bus::Event& event);
/// The same of those that concern any of these parties.
void erase_data(std::span<bus::Event> events, std::span<const Uuid> parties);

}  // namespace rapport::kit
