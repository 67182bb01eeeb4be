// The part of nodemailer that is used here; its published types bring a cloud provider's client with them.
declare module "nodemailer" {
  interface Transport {
    sendMail(mail: { to: { name: string; address: string }[]; subject: string; text: string; messageId: string; disableFileAccess: boolean; disableUrlAccess: boolean }): Promise<unknown>;
    close(): void;
  }
  export function createTransport(url: string | object, defaults: { from: string }): Transport;
}
