// SPDX-License-Identifier: MIT
// A job as a script sees it: names and VARIANTs through IDispatch, on every platform.

#include <wua/wua.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace
{

// object.name(arguments...)
wua::variant call(wua::IDispatch& object, std::string_view name, std::vector<wua::variant> arguments = {})
{
    const wua::bstr wide(name);
    wua::LPOLESTR text = wide.get();
    wua::DISPID id = wua::dispid_unknown;
    wua::throw_if_failed(object.GetIDsOfNames(wua::GUID{}, &text, 1, 0, &id));
    std::vector<wua::VARIANT> raw; // in reverse order, as Invoke expects them; `arguments` still owns them
    for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument)
    {
        raw.push_back(argument->get());
    }
    wua::DISPPARAMS parameters{raw.data(), nullptr, static_cast<wua::UINT>(raw.size()), 0};
    wua::variant result;
    wua::throw_if_failed(object.Invoke(id, wua::GUID{}, 0, wua::dispatch_method | wua::dispatch_propertyget,
                                       &parameters, result.put(), nullptr, nullptr));
    return result;
}

} // namespace

int main()
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto downloader = wua::make_downloader(engine);
    const auto updates =
        wua::make_update_collection({wua::make_update(wua::make_item("Runtime", "https://host/r", 8'000'000))});
    wua::throw_if_failed(downloader->put_Updates(updates.get()));

    const wua::variant job = call(*downloader, "BeginDownload", {wua::variant(), wua::variant(), wua::variant()});
    engine->advance(std::chrono::milliseconds(400));
    const wua::variant progress = call(*job.get().pdispVal, "getprogress"); // names are not case-sensitive
    const wua::variant percent = call(*progress.get().pdispVal, "PercentComplete");
    const wua::variant bytes = call(*progress.get().pdispVal, "TotalBytesDownloaded");
    std::printf("%d %%, %s bytes\n", static_cast<int>(percent.get().lVal), wua::to_string(bytes.get().decVal).c_str());
    call(*job.get().pdispVal, "CleanUp");
    const wua::variant done = call(*job.get().pdispVal, "IsCompleted");
    std::printf("completed: %s\n", done.get().boolVal == wua::variant_true ? "yes" : "no");
}
