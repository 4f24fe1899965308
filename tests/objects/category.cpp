// SPDX-License-Identifier: MIT

// The headings of updates, and what their installation asks.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include "objects/read_back.hpp"
#include <wua/com/bstr.hpp>
#include <wua/objects/category.hpp>
#include <wua/objects/installation_behavior.hpp>
#include <wua/objects/update.hpp>
#include <wua/wuapi/errors.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace wua;

namespace
{

struct category_tree
{
    std::shared_ptr<const update_category> product = std::make_shared<const update_category>(
        update_category{"a0000000-0000-0000-0000-000000000001", "Systems", "ProductFamily", "all systems", 7, nullptr});
    std::shared_ptr<const update_category> version = std::make_shared<const update_category>(
        update_category{"a0000000-0000-0000-0000-000000000002", "System 11", "Product", "", 1, product});
    std::vector<com_ptr<IUpdate>> updates{filed("A", {version}), filed("B", {product}), filed("C", {})};

    static com_ptr<IUpdate> filed(std::string title, std::vector<std::shared_ptr<const update_category>> under)
    {
        update_item item;
        item.title = std::move(title);
        update_details details;
        details.categories = std::move(under);
        item.details = std::make_shared<const update_details>(std::move(details));
        return make_update(std::move(item));
    }
};

com_ptr<ICategory> first_category(const com_ptr<ICategoryCollection>& all)
{
    com_ptr<ICategory> one;
    throw_if_failed(all->get_Item(0, one.put()));
    return one;
}

std::vector<std::string> titles_of(ICategory& one)
{
    com_ptr<IUpdateCollection> updates;
    throw_if_failed(one.get_Updates(updates.put()));
    std::vector<std::string> titles;
    for (const variant& update : late::each(*updates))
    {
        titles.push_back(late::text(late::get(*update.get().pdispVal, "Title").value));
    }
    return titles;
}

} // namespace

TEST_CASE("the categories of a search result form a tree with its updates",
          "[category][ICategory::get_Updates][ICategoryCollection::get__NewEnum][ICategoryCollection::get_Count]["
          "ICategoryCollection::get_Item]")
{
    const category_tree one;
    const auto roots = make_root_categories(one.updates);
    REQUIRE(count_of(*roots) == 1);
    CHECK(late::each(*roots).size() == 1);
    com_ptr<ICategory> none;
    CHECK(roots->get_Item(1, none.put()) == wu_e_invalidindex);
    const auto root = first_category(roots);
    CHECK(text_of(*root, &ICategory::get_Name) == "Systems");
    CHECK(text_of(*root, &ICategory::get_CategoryID) == "a0000000-0000-0000-0000-000000000001");
    CHECK(text_of(*root, &ICategory::get_Type) == "ProductFamily");
    CHECK(text_of(*root, &ICategory::get_Description) == "all systems");
    LONG order = 0;
    REQUIRE(root->get_Order(&order) == s_ok);
    CHECK(order == 7);
    com_ptr<ICategory> parent;
    REQUIRE(root->get_Parent(parent.put()) == s_ok);
    CHECK(parent == nullptr);
    com_ptr<IImageInformation> image;
    CHECK(root->get_Image(image.put()) == s_ok);
    CHECK(titles_of(*root) == std::vector<std::string>{"B"});

    com_ptr<ICategoryCollection> children;
    REQUIRE(root->get_Children(children.put()) == s_ok);
    REQUIRE(count_of(*children) == 1);
    const auto child = first_category(children);
    CHECK(text_of(*child, &ICategory::get_Name) == "System 11");
    CHECK(titles_of(*child) == std::vector<std::string>{"A"});
    REQUIRE(child->get_Parent(parent.put()) == s_ok);
    CHECK(text_of(*parent, &ICategory::get_Name) == "Systems");
    REQUIRE(child->get_Children(children.put()) == s_ok);
    CHECK(count_of(*children) == 0);
}

TEST_CASE("an update tells its own headings", "[category]")
{
    const category_tree one;
    com_ptr<ICategoryCollection> categories;
    REQUIRE(one.updates[0]->get_Categories(categories.put()) == s_ok);
    REQUIRE(count_of(*categories) == 1);
    CHECK(text_of(*first_category(categories), &ICategory::get_Name) == "System 11");
    CHECK(titles_of(*first_category(categories)).empty());
}

TEST_CASE("a null category is skipped, and categories in a circle appear once each", "[category]")
{
    const auto below = std::make_shared<update_category>();
    const auto above = std::make_shared<update_category>();
    below->id = "below";
    above->id = "above";
    below->parent = above;
    above->parent = below;
    const std::vector<com_ptr<IUpdate>> updates{category_tree::filed("A", {nullptr, below})};
    com_ptr<ICategoryCollection> own;
    REQUIRE(updates[0]->get_Categories(own.put()) == s_ok);
    LONG count = 0;
    REQUIRE(own->get_Count(&count) == s_ok);
    CHECK(count == 1);
    com_ptr<ICategory> first;
    REQUIRE(own->get_Item(0, first.put()) == s_ok);
    bstr id;
    REQUIRE(first->get_CategoryID(id.put()) == s_ok);
    CHECK(id.to_utf8() == "below");
    REQUIRE(make_root_categories(updates)->get_Count(&count) == s_ok);
    CHECK(count == 0); // there is no end of a circle
    below->parent = nullptr;
}

TEST_CASE("an update tells what its installation asks", "[category]")
{
    const com_ptr<IInstallationBehavior> behavior = make<update_installation_behavior>(
        installation_behavior{iiRequiresExclusiveHandling, irbAlwaysRequiresReboot, true, true});
    InstallationImpact impact{};
    InstallationRebootBehavior reboot{};
    VARIANT_BOOL value = variant_false;
    REQUIRE(behavior->get_Impact(&impact) == s_ok);
    REQUIRE(behavior->get_RebootBehavior(&reboot) == s_ok);
    CHECK(impact == iiRequiresExclusiveHandling);
    CHECK(reboot == irbAlwaysRequiresReboot);
    REQUIRE(behavior->get_CanRequestUserInput(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(behavior->get_RequiresNetworkConnectivity(&value) == s_ok);
    CHECK(value == variant_true);
}

TEST_CASE("an update tells what its details say",
          "[category][IUpdate::get_InstallationBehavior][IUpdate::get_UninstallationBehavior][IUpdate::get_Deadline]"
          "[IUpdateEx::get_ExtendedStaticProperty][IUpdateEx::EvaluateExtendedDynamicProperty]")
{
    update_item item;
    item.title = "A";
    update_details details;
    details.installation.emplace();
    details.uninstallation.emplace();
    details.is_uninstallable = true;
    details.deadline = 46000;
    details.last_deployment_change = 45000;
    details.deployment_action = daOptionalInstallation;
    details.download_priority = dpHigh;
    details.recommended_memory = 512;
    details.properties = {{"Colour", "red"}};
    item.details = std::make_shared<const update_details>(details);
    const auto update = make_update(std::move(item));
    com_ptr<IInstallationBehavior> behavior;
    REQUIRE(update->get_InstallationBehavior(behavior.put()) == s_ok);
    CHECK(behavior != nullptr);
    REQUIRE(update->get_UninstallationBehavior(behavior.put()) == s_ok);
    CHECK(behavior != nullptr);
    variant value;
    REQUIRE(update->get_Deadline(value.put()) == s_ok);
    CHECK(value.vt() == VT_DATE);
    DATE date = 0;
    REQUIRE(update->get_LastDeploymentChangeTime(&date) == s_ok);
    CHECK(date == 45000);
    DeploymentAction action{};
    REQUIRE(update->get_DeploymentAction(&action) == s_ok);
    CHECK(action == daOptionalInstallation);
    DownloadPriority priority{};
    REQUIRE(update->get_DownloadPriority(&priority) == s_ok);
    CHECK(priority == dpHigh);
    LONG memory = 0;
    REQUIRE(update->get_RecommendedMemory(&memory) == s_ok);
    CHECK(memory == 512);
    const auto ex = update.query<IUpdateEx>();
    REQUIRE(ex->get_ExtendedStaticProperty(bstr("colour").get(), value.put()) == s_ok);
    CHECK(late::text(value) == "red");
    REQUIRE(ex->EvaluateExtendedDynamicProperty(bstr("Colour").get(), value.put()) == s_ok);
    CHECK(late::text(value) == "red");
    REQUIRE(ex->get_ExtendedStaticProperty(bstr("Weight").get(), value.put()) == s_ok);
    CHECK(value.vt() == VT_EMPTY);
    CHECK(late::text(late::get(*update, "ExtendedStaticProperty", {variant("Colour")}).value) == "red");
}
