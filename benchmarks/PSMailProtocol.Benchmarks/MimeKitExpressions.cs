using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using System.Threading;

namespace PSMailProtocol.Benchmarks;

/// <summary>What a program written against MimeKit would compile to, built from its types.</summary>
internal sealed class MimeKitExpressions
{
    private readonly Assembly _assembly;
    private readonly Type _message;

    public MimeKitExpressions(Assembly assembly)
    {
        _assembly = assembly;
        _message = Type("MimeMessage");
    }

    /// <summary><c>message.WriteTo (destination)</c>.</summary>
    public Action<object, Stream> Write()
    {
        ParameterExpression message = Expression.Parameter(typeof(object));
        ParameterExpression destination = Expression.Parameter(typeof(Stream));
        MethodInfo write = Method(_message, "WriteTo", typeof(Stream), typeof(CancellationToken));
        Expression call = Expression.Call(Expression.Convert(message, _message), write, destination, Expression.Default(typeof(CancellationToken)));
        return Expression.Lambda<Action<object, Stream>>(call, message, destination).Compile();
    }

    /// <summary><c>message.Prepare (EncodingConstraint.SevenBit)</c>, which chooses the transfer encodings.</summary>
    public Action<object> Prepare()
    {
        ParameterExpression message = Expression.Parameter(typeof(object));
        Type constraint = Type("EncodingConstraint");
        MethodInfo prepare = Method(_message, "Prepare", constraint, typeof(int));
        Expression call = Expression.Call(Expression.Convert(message, _message), prepare, Expression.Constant(Enum.Parse(constraint, "SevenBit")), Expression.Constant(78));
        return Expression.Lambda<Action<object>>(call, message).Compile();
    }

    /// <summary><c>new MimeMessage (from, to, subject, new TextPart ("plain") { Text = text })</c>.</summary>
    public Func<string, string, object> TextMessage()
    {
        ParameterExpression subject = Expression.Parameter(typeof(string));
        ParameterExpression text = Expression.Parameter(typeof(string));
        return Expression.Lambda<Func<string, string, object>>(NewMessage(subject, NewText(text)), subject, text).Compile();
    }

    /// <summary>A multipart of a text and a base64 part over the bytes.</summary>
    public Func<byte[], object> AttachmentMessage()
    {
        ParameterExpression content = Expression.Parameter(typeof(byte[]));
        Type part = Type("MimePart");
        Type multipart = Type("Multipart");
        Type encoding = Type("ContentEncoding");
        Expression stream = Expression.New(typeof(MemoryStream).GetConstructor([typeof(byte[]), typeof(bool)])!, content, Expression.Constant(false));
        Expression body = Expression.New(Constructor(Type("MimeContent"), typeof(Stream), encoding), stream, Expression.Constant(Enum.Parse(encoding, "Default")));
        Expression attachment = Expression.MemberInit(
            Expression.New(Constructor(part, typeof(string), typeof(string)), Expression.Constant("application"), Expression.Constant("pdf")),
            Bind(part, "Content", body),
            Bind(part, "ContentTransferEncoding", Expression.Constant(Enum.Parse(encoding, "Base64"))),
            Bind(part, "ContentDisposition", Expression.New(Constructor(Type("ContentDisposition"), typeof(string)), Expression.Constant("attachment"))),
            Bind(part, "FileName", Expression.Constant("report.pdf")));
        MethodInfo add = multipart.GetMethod("Add", [Type("MimeEntity")])!;
        Expression mixed = Expression.ListInit(
            Expression.New(Constructor(multipart, typeof(string)), Expression.Constant("mixed")),
            Expression.ElementInit(add, NewText(Expression.Constant("See the attachment.\r\n"))),
            Expression.ElementInit(add, attachment));
        return Expression.Lambda<Func<byte[], object>>(NewMessage(Expression.Constant("Report"), mixed), content).Compile();
    }

    /// <summary><c>MimeMessage.Load (stream)</c>.</summary>
    public Func<Stream, object> Load()
    {
        ParameterExpression stream = Expression.Parameter(typeof(Stream));
        MethodInfo load = Method(_message, "Load", typeof(Stream), typeof(CancellationToken));
        return Expression.Lambda<Func<Stream, object>>(Expression.Call(load, stream, Expression.Default(typeof(CancellationToken))), stream).Compile();
    }

    /// <summary><c>part.Content.DecodeTo (destination)</c>.</summary>
    public Action<object, Stream> DecodeTo()
    {
        ParameterExpression part = Expression.Parameter(typeof(object));
        ParameterExpression destination = Expression.Parameter(typeof(Stream));
        MethodInfo decode = Method(Type("IMimeContent"), "DecodeTo", typeof(Stream), typeof(CancellationToken));
        Expression content = Expression.Property(Expression.Convert(part, Type("MimePart")), "Content");
        return Expression.Lambda<Action<object, Stream>>(
            Expression.Call(content, decode, destination, Expression.Default(typeof(CancellationToken))), part, destination).Compile();
    }

    /// <summary><c>((Type) instance).Property</c>.</summary>
    public Func<object, T> Get<T>(string type, string property)
    {
        ParameterExpression instance = Expression.Parameter(typeof(object));
        Expression value = Expression.Property(Expression.Convert(instance, Type(type)), property);
        return Expression.Lambda<Func<object, T>>(Expression.Convert(value, typeof(T)), instance).Compile();
    }

    private MemberInitExpression NewText(Expression text)
    {
        Type part = Type("TextPart");
        return Expression.MemberInit(Expression.New(Constructor(part, typeof(string)), Expression.Constant("plain")), Bind(part, "Text", text));
    }

    private NewExpression NewMessage(Expression subject, Expression body)
    {
        Type address = Type("InternetAddress");
        ConstructorInfo message = Constructor(_message, typeof(IEnumerable<>).MakeGenericType(address), typeof(IEnumerable<>).MakeGenericType(address), typeof(string), Type("MimeEntity"));
        Expression from = Expression.NewArrayInit(address, NewMailbox("Alice Example", "alice@example.com"));
        Expression to = Expression.NewArrayInit(address, NewMailbox("Bob Example", "bob@example.org"));
        return Expression.New(message, from, to, subject, body);
    }

    private NewExpression NewMailbox(string name, string address) =>
        Expression.New(Constructor(Type("MailboxAddress"), typeof(string), typeof(string)), Expression.Constant(name), Expression.Constant(address));

    private static MemberAssignment Bind(Type type, string property, Expression value)
    {
        PropertyInfo member = type.GetProperty(property)!;
        return Expression.Bind(member, Expression.Convert(value, member.PropertyType));
    }

    private Type Type(string name) => _assembly.GetType("MimeKit." + name, true)!;

    private static ConstructorInfo Constructor(Type type, params Type[] parameters) =>
        type.GetConstructor(parameters) ?? throw new MissingMethodException(type.Name, ".ctor(" + string.Join(", ", parameters.Select(p => p.Name)) + ")");

    private static MethodInfo Method(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, parameters) ?? throw new MissingMethodException(type.Name, name);
}
