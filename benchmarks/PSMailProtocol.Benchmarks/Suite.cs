using System;

namespace PSMailProtocol.Benchmarks;

/// <summary>Something to measure.</summary>
/// <param name="Name">What to call it on the command line.</param>
/// <param name="Title">What it does.</param>
/// <param name="Unit">What is counted: <c>MB</c> or <c>messages</c>.</param>
/// <param name="Amount">How much of the unit one run does.</param>
/// <param name="Run">One run, with the library to do it.</param>
internal sealed record Suite(string Name, string Title, string Unit, double Amount, Action<IMailLibrary> Run);
