using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Web.Tests.Api;

/// <summary>Asks the API of a sandbox as a program of any language would.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(MailSandbox sandbox)
    {
        _http = new HttpClient { BaseAddress = sandbox.WebAddress, Timeout = TimeSpan.FromMinutes(10) };
    }

    public Task<HttpResponseMessage> Send(string method, string target, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), target);
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request);
    }

    public async Task<JsonElement> Get(string target)
    {
        using var response = await Send("GET", target);
        Xunit.Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
    }

    /// <summary>What a list of messages names: one property of each.</summary>
    public async Task<IReadOnlyList<string?>> List(string query = "", string property = "id")
    {
        var values = new List<string?>();
        foreach (var message in (await Get("api/messages" + query)).GetProperty("messages").EnumerateArray())
            values.Add(message.GetProperty(property).GetString());
        return values;
    }

    public void Dispose() => _http.Dispose();
}
