namespace PSMailProtocol.Messages;

/// <summary>Reads like <see cref="System.IO.Stream.Read(byte[], int, int)"/>; a failure is a <see cref="MailException"/>.</summary>
internal delegate int ReadOctets(byte[] buffer, int offset, int count);
