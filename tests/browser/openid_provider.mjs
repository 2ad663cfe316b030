// An OpenID provider of another project (npm oidc-provider), with one account whose NIK is given as an argument.
// node openid_provider.mjs PORT REDIRECT_ADDRESS LOGOUT_ADDRESS NIK
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, back, leave, nik] = process.argv.slice(2);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = new Provider(`http://localhost:${port}`, {
  acrValues: ['loa2', 'loa3'],
  claims: { openid: ['sub', 'acr'], profile: ['name', 'birthdate'], nik: ['nik'] },
  scopes: ['openid', 'profile', 'nik'],
  clients: [{
    client_id: 'layani',
    client_secret: 'only for this test: 7f3a',
    redirect_uris: [back],
    post_logout_redirect_uris: [leave],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  }],
  cookies: { keys: ['only for this test'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  // Whoever signs in agrees to all that is asked.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: 'layani', accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile nik');
    await grant.save();
    return grant;
  },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: 'Carla Wijaya', birthdate: '1990-01-15', nik }),
  }),
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
  pkce: { required: () => true },
});
// The page on which one signs in, and says with which assurance the provider vouches this time.
const page = `<!doctype html><title>Sign in</title><form method="post">
<button name="acr" value="loa2">Level 2</button><button name="acr" value="loa3">Level 3</button>
<button name="acr" value="">No level</button><button name="acr" value="no">Cancel</button></form>`;
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  if (ctx.method === 'GET') { ctx.type = 'html'; ctx.body = page; return undefined; }
  let body = '';
  for await (const part of ctx.req) body += part;
  const acr = new URLSearchParams(body).get('acr');
  const result = acr === 'no' ? { error: 'access_denied' } : { login: { accountId: 'carla', acr: acr || undefined, remember: false } };
  ctx.respond = false;
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
