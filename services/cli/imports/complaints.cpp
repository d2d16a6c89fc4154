// SPDX-License-Identifier: MIT
#include "services/cli/imports/complaints.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "services/cli/imports/record.hpp"
#include "services/complaints/api.hpp"

namespace rapport::cli::imports {
namespace {

using rapport::complaints::ReceivedVia;
using rapport::complaints::api::ImportRow;

Plan as_import_row(const kit::CsvReader& file, const MappingFile& how, const Parties&) {
    auto plan = by_field_names(shape_of<ImportRow>(), file, how);
    plan.mapping = [mapping = std::move(plan.mapping)](const kit::CsvRow& row) {
        return checked(decode<ImportRow>(mapping(row)));
    };
    return plan;
}

/// Where the bureau's columns stand in a file.
struct CfpbColumns {
    std::size_t id, company, received, via, issue, product, response;
    std::optional<std::size_t> sub_product, narrative, public_response;

    explicit CfpbColumns(const kit::CsvReader& file)
        : id(file.column("Complaint ID")),
          company(file.column("Company")),
          received(file.column("Date received")),
          via(file.column("Submitted via")),
          issue(file.column("Issue")),
          product(file.column("Product")),
          response(file.column("Company response to consumer")),
          sub_product(file.find_column("Sub-product")),
          narrative(file.find_column("Consumer complaint narrative")),
          public_response(file.find_column("Company public response")) {}
};

std::optional<std::string> text_in(const kit::CsvRow& row, std::optional<std::size_t> column) {
    if (!column || row.fields[*column].empty()) return {};
    return row.fields[*column];
}

ReceivedVia via_named(std::string_view name) {
    using enum ReceivedVia;
    struct Row {
        std::string_view name;
        ReceivedVia via;
    };
    static constexpr std::array table{
        Row{"Web", web},     Row{"Phone", phone},       Row{"Postal mail", letter},   Row{"Fax", fax},
        Row{"Email", email}, Row{"Referral", referral}, Row{"Web Referral", referral}};
    const auto* const found =
        std::find_if(table.begin(), table.end(), [&](const Row& row) { return row.name == name; });
    return found == table.end() ? other : found->via;
}

Instant day_in(const kit::CsvRow& row, std::size_t column) {
    const auto day = day_from(row.fields[column]);
    if (!day) throw invalid("Date received", "must be a date such as 2026-11-22");
    return start_of(*day);
}

/// What the company answered, and what it lets everybody know; nothing while it has not answered.
std::optional<std::string> resolution_in(const kit::CsvRow& row, const CfpbColumns& columns) {
    const auto& response = row.fields[columns.response];
    if (response == "In progress") return {};
    const auto in_public = text_in(row, columns.public_response);
    return in_public ? response + "\n" + *in_public : response;
}

/// The bureau does not say who complains; the party is the company that is complained about.
Plan from_cfpb(const kit::CsvReader& file, const MappingFile&, const Parties& parties) {
    const auto mapping = [columns = CfpbColumns(file), parties](const kit::CsvRow& row) {
        ImportRow mapped{.reference = {.system = "cfpb", .id = row.fields[columns.id]},
                         .subject = row.fields[columns.issue],
                         .text = text_in(row, columns.narrative),
                         .category = text_in(row, columns.product),
                         .subcategory = text_in(row, columns.sub_product),
                         .resolution = resolution_in(row, columns),
                         .received_via = via_named(row.fields[columns.via]),
                         .received_at = day_in(row, columns.received),
                         .open = row.fields[columns.response] == "In progress"};
        const auto& company = row.fields[columns.company];
        if (const auto party = parties.find(company); party != parties.end()) mapped.party.emplace(party->second);
        else mapped.complainant.emplace().name = company;
        return checked(mapped);
    };
    return {.mapping = mapping, .left_columns = {}};
}

}  // namespace

const Kind& complaints() {
    static const Kind kind{
        .name = "complaints",
        .service = "complaints",
        .method = rapport::complaints::api::import_rows.name,
        .formats = {{"csv", "columns named as the fields of a complaint, reference.id and so on; or --mapping",
                     as_import_row, true},
                    {"cfpb", "as the US Consumer Financial Protection Bureau publishes them", from_cfpb, false,
                     PartyColumn{"Company", "cfpb"}}}};
    return kind;
}

}  // namespace rapport::cli::imports
