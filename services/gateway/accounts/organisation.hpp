// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"
#include "services/kit/organisation.hpp"

/// The organisation that all services work for: there is one.
namespace rapport::gateway::accounts::api {

struct OrganisationTag;
using OrganisationId = Id<OrganisationTag>;
inline const OrganisationId organisation_id{Uuid{{0x0f, 0xf1, 0xce, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 0}}};

/// A picture that stands for the organisation.
struct Logo {
    std::string media_type, content;

    friend bool operator==(const Logo&, const Logo&) = default;
    static constexpr auto fields = describe(
        Field{"media_type", &Logo::media_type, "image/png, image/jpeg, image/webp or image/svg+xml", length(1, 40)},
        Field{"content", &Logo::content, "its bytes in base64: at most 64 KiB of them", length(1, 90'000), verbatim});
};

/// What is said of the organisation once, for all services: they follow accounts.organisation_changed.
struct Organisation {
    OrganisationId id = organisation_id;
    std::int64_t version = 0;
    std::optional<std::string> name;
    std::optional<Logo> logo;
    std::string time_zone = "UTC";
    std::vector<std::string> languages = {"en"}, currencies;
    std::optional<std::string> public_url;
    std::optional<kit::MailSender> mail_sender;
    kit::CalendarId calendar = kit::office_hours_id;
    Instant created_at;

    static constexpr auto fields = describe(
        identity(&Organisation::id, &Organisation::version),
        Field{"name", &Organisation::name, "what it is called: letters are signed with it", length(1, 200), editable},
        Field{"logo", &Organisation::logo, "its picture", editable},
        Field{"time_zone", &Organisation::time_zone,
              "in which its days begin, and times are said to those whose own zone is not known: an IANA name such as "
              "Europe/Berlin",
              length(1, 64), editable, defaulted},
        Field{"languages", &Organisation::languages,
              "BCP 47 tags such as de; the first is used for those whose own is not known", length(1, 20), editable,
              defaulted},
        Field{"currencies", &Organisation::currencies, "ISO 4217 codes such as EUR; the first is the default",
              length(0, 30), editable, defaulted},
        Field{"public_url", &Organisation::public_url,
              "where people reach the gateway, such as https://help.example.com; none: letters carry no link",
              length(8, 300), editable},
        Field{"mail_sender", &Organisation::mail_sender, "from whom mail comes where its channel does not say it",
              editable},
        Field{"calendar", &Organisation::calendar, "the business calendar that counts where none is named", editable,
              defaulted},
        Field{"created_at", &Organisation::created_at, "when it was entered"});
};

/// Asks for the organisation: it has nothing to say.
struct GetOrganisation {
    static constexpr auto fields = describe();
};

/// What of the organisation is to be changed: what is left out stays, null empties.
struct UpdateOrganisation : kit::Part<Organisation> {
    std::optional<std::int64_t> version = {};

    static constexpr auto more = describe(
        Field{"version", &UpdateOrganisation::version, "the version that was read: aborted if it is another by now"});
    static Shape shape() { return kit::shape_with_more<UpdateOrganisation, Part>("UpdateOrganisation"); }
};

inline constexpr kit::Query<GetOrganisation, Organisation> get_organisation{
    "get_organisation", kit::GET("/organisation"), kit::signed_in, "Get the organisation."};
inline constexpr kit::Command<UpdateOrganisation, Organisation> update_organisation{
    "update_organisation", kit::PATCH("/organisation"), kit::only(kit::Role::admin),
    "Update the organisation: only the fields given change."};

inline constexpr kit::Event<kit::Changed<Organisation>> organisation_changed{
    "accounts.organisation_changed", "the organisation was entered, or changed"};

}  // namespace rapport::gateway::accounts::api
