// SPDX-License-Identifier: MIT
// The criteria of a search: what they find, and what is no criteria.

#include <wua/agent/criteria_error.hpp>
#include <wua/agent/search_criteria.hpp>

#include <catch.hpp>

#include <string>

namespace
{

wua::update_facts offered()
{
    wua::update_facts facts;
    facts.update_id = "0d5f8a3c-1111-2222-3333-444455556666";
    facts.revision_number = 7;
    return facts;
}

bool finds(const char* text, const wua::update_facts& facts)
{
    return wua::search_criteria(text).matches(facts);
}

// The position of the error; -1 when the text is understood.
std::ptrdiff_t error_position(std::string_view text)
{
    try
    {
        const wua::search_criteria understood(text);
        return -1;
    }
    catch (const wua::criteria_error& error)
    {
        CHECK(error.code() == wua::wu_e_invalid_criteria);
        return static_cast<std::ptrdiff_t>(error.position());
    }
}

} // namespace

TEST_CASE("an empty or blank criteria text finds what is neither installed nor hidden", "[search_criteria]")
{
    const char* const text = GENERATE("", "  \t\r\n", "IsInstalled=0 and IsHidden=0");
    wua::update_facts facts = offered();
    CHECK(finds(text, facts));
    facts.is_installed = true;
    CHECK_FALSE(finds(text, facts));
    facts.is_installed = false;
    facts.is_hidden = true;
    CHECK_FALSE(finds(text, facts));
    CHECK_FALSE(wua::search_criteria().matches(facts));
}

TEST_CASE("each yes-or-no property is compared with 0 and 1", "[search_criteria]")
{
    struct property
    {
        const char* name;
        bool wua::update_facts::* fact;
        wua::criteria_field field;
    };
    const property of = GENERATE(
        property{"IsInstalled", &wua::update_facts::is_installed, wua::criteria_field::is_installed},
        property{"IsHidden", &wua::update_facts::is_hidden, wua::criteria_field::is_hidden},
        property{"IsPresent", &wua::update_facts::is_present, wua::criteria_field::is_present},
        property{"IsAssigned", &wua::update_facts::is_assigned, wua::criteria_field::is_assigned},
        property{"BrowseOnly", &wua::update_facts::browse_only, wua::criteria_field::browse_only},
        property{"AutoSelectOnWebSites", &wua::update_facts::auto_select_on_web_sites,
                 wua::criteria_field::auto_select_on_web_sites},
        property{"RebootRequired", &wua::update_facts::reboot_required, wua::criteria_field::reboot_required});
    CAPTURE(of.name);
    const wua::search_criteria no(std::string(of.name) + "=0");
    const wua::search_criteria yes(std::string(of.name) + " = 1");
    wua::update_facts facts = offered();
    for (const bool value : {false, true})
    {
        facts.*of.fact = value;
        CHECK(no.matches(facts) == !value);
        CHECK(yes.matches(facts) == value);
    }
    CHECK(yes.mentions(of.field));
    CHECK_FALSE(yes.mentions(wua::criteria_field::update_id));
    CHECK(error_position(std::string(of.name) + "=2") >= 0);
    CHECK(error_position(std::string(of.name) + "='1'") >= 0);
    CHECK(error_position(std::string(of.name) + "!=1") >= 0);
}

TEST_CASE("the type is software or a driver, and may be excluded", "[search_criteria]")
{
    wua::update_facts facts = offered();
    CHECK(finds("Type='Software'", facts));
    CHECK_FALSE(finds("Type='Driver'", facts));
    CHECK(finds("type != 'DRIVER'", facts));
    facts.type = wua::utDriver;
    CHECK(finds("TYPE='driver'", facts));
    CHECK_FALSE(finds("Type!='Driver'", facts));
    CHECK(error_position("Type='Firmware'") == 5);
    CHECK(error_position("Type=1") == 5);
}

TEST_CASE("an update is found by its identity, with braces or without and in either case", "[search_criteria]")
{
    const wua::update_facts facts = offered();
    CHECK(finds("UpdateID='0d5f8a3c-1111-2222-3333-444455556666'", facts));
    CHECK(finds("UpdateID='{0D5F8A3C-1111-2222-3333-444455556666}'", facts));
    CHECK_FALSE(finds("UpdateID='0d5f8a3c-1111-2222-3333-444455556667'", facts));
    CHECK_FALSE(finds("UpdateID!='0d5f8a3c-1111-2222-3333-444455556666'", facts));
    CHECK(finds("UpdateID != ''", facts));
    CHECK(finds("RevisionNumber=7", facts));
    CHECK_FALSE(finds("RevisionNumber=-7", facts));
    CHECK(error_position("RevisionNumber=2147483648") == 15);
    CHECK(error_position("RevisionNumber=7x") == 15);
}

TEST_CASE("a category is found among those that the update has", "[search_criteria]")
{
    wua::update_facts facts = offered();
    CHECK_FALSE(finds("CategoryIDs contains 'a'", facts));
    facts.category_ids = {"b", "{A}"};
    CHECK(finds("CategoryIDs contains 'a'", facts));
    CHECK(finds("categoryids CONTAINS 'B'", facts));
    CHECK_FALSE(finds("CategoryIDs contains 'c'", facts));
    CHECK(error_position("CategoryIDs='a'") == 11);
}

TEST_CASE("updates deployed for something else than installation are found on demand only", "[search_criteria]")
{
    wua::update_facts facts = offered();
    facts.deployment_action = wua::daOptionalInstallation;
    CHECK_FALSE(finds("IsInstalled=0", facts));
    CHECK(finds("IsInstalled=0 and DeploymentAction='OptionalInstallation'", facts));
    CHECK_FALSE(finds("DeploymentAction='Uninstallation'", facts));
    CHECK(finds("(DeploymentAction=* AND Type='Software') OR (DeploymentAction=* AND Type='Driver')", facts));
    CHECK(finds("DeploymentAction='*'", facts));
    CHECK(error_position("DeploymentAction='Explosion'") == 17);
}

TEST_CASE("and binds more tightly than or, and parentheses more tightly than both", "[search_criteria]")
{
    wua::update_facts facts = offered();
    facts.is_installed = true; // 1 or (0 and 0), against (1 or 0) and 0
    CHECK(finds("IsInstalled=1 or IsHidden=1 and IsPresent=1", facts));
    CHECK_FALSE(finds("(IsInstalled=1 or IsHidden=1) and IsPresent=1", facts));
    CHECK(finds("IsHidden=1 and IsPresent=1 or IsInstalled=1", facts));
    CHECK_FALSE(finds("IsPresent=1 and (IsInstalled=1 or IsHidden=1)", facts));
    CHECK(finds("((IsInstalled=1)and((IsHidden=0)))", facts));
}

TEST_CASE("a quote within text is written twice, and escaping does so", "[search_criteria]")
{
    wua::update_facts facts;
    facts.update_id = "o'neil's";
    CHECK(wua::escape_criteria("o'neil's") == "o''neil''s");
    CHECK(wua::search_criteria("UpdateID='" + wua::escape_criteria(facts.update_id) + "'").matches(facts));
    CHECK(error_position("UpdateID='o'neil'") == 12);
    CHECK(error_position("UpdateID='open") == 14);
    CHECK(error_position("UpdateID='open''") == 16);
}

TEST_CASE("an error in a criteria text tells where it is", "[search_criteria]")
{
    CHECK(error_position("IsInstaled=0") == 0);
    CHECK(error_position("IsInstalled=0 and") == 17);
    CHECK(error_position("IsInstalled=0 xor IsHidden=0") == 14);
    CHECK(error_position("IsInstalled=0 IsHidden=0") == 14);
    CHECK(error_position("IsInstalled") == 11);
    CHECK(error_position("IsInstalled==0") == 12);
    CHECK(error_position("(IsInstalled=0") == 14);
    CHECK(error_position("IsInstalled=0)") == 13);
    CHECK(error_position("()") == 1);
    CHECK(error_position("not IsInstalled=0") == 0);
    CHECK_THROWS_WITH(wua::search_criteria("IsInstalled=0)"),
                      Catch::Matchers::ContainsSubstring("byte 13") && Catch::Matchers::ContainsSubstring("'('"));
}

TEST_CASE("nesting and length are bounded, whatever the text", "[search_criteria]")
{
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "IsInstalled=0" + std::string(depth, ')');
    };
    CHECK(wua::search_criteria(nested(256)).matches(offered()));
    CHECK(error_position(nested(257)) == 256);
    CHECK(error_position(std::string(1'000'000, '(')) == 65536);
    CHECK(error_position(std::string(60'000, '(')) == 256);

    std::string list = "IsInstalled=1";
    while (list.size() + 30 < wua::search_criteria::max_length)
    {
        list += " or IsInstalled=1";
    }
    CHECK_FALSE(wua::search_criteria(list).matches(offered()));
    CHECK(wua::search_criteria(list + " or IsHidden=0").matches(offered()));
}
